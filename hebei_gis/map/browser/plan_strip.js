// The strip below the map: position of the pointer in the chosen system, scale, zoom, sources.
(function () {
  "use strict";

  // ---- Transverse Mercator (Gauss-Krueger) by Krueger's series to n^4, metres to a millimetre
  // within a zone.

  function projected(system, lon, lat) {
    const n = system.f / (2 - system.f);
    const radius = system.a / (1 + n) * (1 + n ** 2 / 4 + n ** 4 / 64);
    const alpha = [
      n / 2 - 2 * n ** 2 / 3 + 5 * n ** 3 / 16 + 41 * n ** 4 / 180,
      13 * n ** 2 / 48 - 3 * n ** 3 / 5 + 557 * n ** 4 / 1440,
      61 * n ** 3 / 240 - 103 * n ** 4 / 140,
      49561 * n ** 4 / 161280,
    ];
    const e = Math.sqrt(system.f * (2 - system.f));
    const phi = lat * Math.PI / 180, lambda = (lon - system.lon_0) * Math.PI / 180;
    const t = Math.sinh(Math.atanh(Math.sin(phi)) - e * Math.atanh(e * Math.sin(phi)));
    const xi = Math.atan2(t, Math.cos(lambda));
    const eta = Math.asinh(Math.sin(lambda) / Math.hypot(t, Math.cos(lambda)));
    let north = xi, east = eta;
    alpha.forEach((a, i) => {
      const k = 2 * (i + 1);
      north += a * Math.sin(k * xi) * Math.cosh(k * eta);
      east += a * Math.cos(k * xi) * Math.sinh(k * eta);
    });
    return [system.x_0 + system.k_0 * radius * east, system.y_0 + system.k_0 * radius * north];
  }

  function element(tag, className, words) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (words !== undefined) node.textContent = words;
    return node;
  }

  function add(map, config, state, datum, drawBox) {
    const words = config.words || {};
    const said = (name) => (words[name] || {})[state().language] || "";
    const bar = element("div", "plan-strip");
    const choice = element("select", "plan-system");
    const place = element("output", "plan-position");
    const zoom = element("span", "plan-zoom");
    const sources = element("button", "plan-sources");
    const attribution = map.attributionControl.getContainer();
    let last = null;
    (config.systems || []).forEach((system) => {
      const option = element("option", "", system.title);
      option.value = system.id;
      choice.append(option);
    });
    const scale = L.control.scale({ imperial: false, maxWidth: 90 }).addTo(map);
    const holder = element("div", "plan-scale");
    holder.append(scale.getContainer());
    const box = element("button", "plan-box");
    box.type = "button";
    box.addEventListener("click", drawBox);
    bar.append(box, choice, place, holder, zoom, sources);
    map.getContainer().append(bar);
    L.DomEvent.disableClickPropagation(bar);
    L.DomEvent.disableScrollPropagation(bar);
    attribution.id = "plan-attribution";
    sources.type = "button";
    sources.setAttribute("aria-controls", attribution.id);

    function told(at) {
      if (!at) return "";
      const shifted = datum() !== "WGS84";
      const system = (config.systems || []).find((one) => one.id === choice.value);
      if (!shifted && system && system.projection) {
        const [x, y] = projected(system.projection, at.lng, at.lat);
        return `${x.toFixed(1)}, ${y.toFixed(1)} m`;
      }
      return `${at.lng.toFixed(5)}°, ${at.lat.toFixed(5)}°` + (shifted ? ` (${datum()})` : "");
    }

    function show(at) {
      last = at || last;
      place.textContent = told(last);
    }

    function open(on) {
      map.getContainer().classList.toggle("plan-sources-open", on);
      sources.setAttribute("aria-expanded", String(on));
    }

    map.on("mousemove", (event) => show(event.latlng));
    map.on("zoomend", () => { zoom.textContent = map.getZoom().toFixed(1); });
    choice.addEventListener("change", () => show());
    sources.addEventListener("click", () =>
      open(sources.getAttribute("aria-expanded") !== "true"));
    open(false);
    return {
      update: () => {
        choice.disabled = datum() !== "WGS84";
        choice.setAttribute("aria-label", said("system"));
        sources.textContent = said("sources");
        zoom.title = said("zoom");
        box.textContent = "▭";
        box.title = said("box");
        box.setAttribute("aria-label", said("box"));
        box.hidden = !state().linked;
        zoom.textContent = map.getZoom().toFixed(1);
        // A basemap's own name stands at all times, as its owner asks.
        map.getContainer().classList.toggle("plan-has-basemap", Boolean(state().basemap));
        show();
      },
    };
  }

  window.PlanStrip = { add, projected };
})();
