// The part of the map that runs in the browser. folium writes one call of PlanMap.attach with
// what never changes; every later wish of the page comes as one PlanMap.update(state), so that
// the map is never built anew and keeps its view.
(function () {
  "use strict";

  const HIGHLIGHT = "#FF6F00";
  const DIMMED = 0.18;
  const LABEL_LIMIT = 400;

  // ---- Symbols and hatching on one canvas: a second canvas would swallow the first's clicks.

  const SIDES = { triangle: 3, square: 4, diamond: 4, pentagon: 5 };
  const TURN = { square: Math.PI / 4, pentagon: 0, triangle: 0, diamond: 0 };

  function symbolPath(ctx, name, x, y, r) {
    ctx.beginPath();
    if (name === "star") {
      for (let i = 0; i < 10; i++) {
        const radius = i % 2 ? r * 0.5 : r * 1.2;
        const angle = (i * Math.PI) / 5 - Math.PI / 2;
        ctx[i ? "lineTo" : "moveTo"](x + radius * Math.cos(angle), y + radius * Math.sin(angle));
      }
    } else if (name === "plus" || name === "cross") {
      const a = r * 0.4;
      const corners = [[-a, -r], [a, -r], [a, -a], [r, -a], [r, a], [a, a], [a, r], [-a, r],
        [-a, a], [-r, a], [-r, -a], [-a, -a]];
      const c = name === "cross" ? Math.SQRT1_2 : 1;
      const s = name === "cross" ? Math.SQRT1_2 : 0;
      corners.forEach(([u, v], i) =>
        ctx[i ? "lineTo" : "moveTo"](x + u * c - v * s, y + u * s + v * c));
    } else if (SIDES[name]) {
      const n = SIDES[name];
      for (let i = 0; i < n; i++) {
        const angle = (i * 2 * Math.PI) / n - Math.PI / 2 + TURN[name];
        ctx[i ? "lineTo" : "moveTo"](x + 1.15 * r * Math.cos(angle), y + 1.15 * r * Math.sin(angle));
      }
    } else {
      ctx.arc(x, y, r, 0, 2 * Math.PI);
    }
    ctx.closePath();
  }

  const hatches = {};
  function hatch(ctx, color) {
    if (!hatches[color]) {
      const tile = document.createElement("canvas");
      tile.width = tile.height = 8;
      const pen = tile.getContext("2d");
      pen.strokeStyle = color;
      pen.lineWidth = 2;
      pen.beginPath();
      for (const d of [-8, 0, 8]) { pen.moveTo(d, 8); pen.lineTo(d + 8, 0); }
      pen.stroke();
      hatches[color] = ctx.createPattern(tile, "repeat");
    }
    return hatches[color];
  }

  function defineClasses() {
    if (L.PlanCanvas) return;
    L.PlanCanvas = L.Canvas.extend({
      _fillStroke: function (ctx, layer) {
        const options = layer.options;
        if (options.fill && options.hatch) {
          ctx.globalAlpha = options.fillOpacity;
          ctx.fillStyle = hatch(ctx, options.fillColor);
          ctx.fill("evenodd");
          options.fill = false;
          L.Canvas.prototype._fillStroke.call(this, ctx, layer);
          options.fill = true;
        } else {
          L.Canvas.prototype._fillStroke.call(this, ctx, layer);
        }
      },
      _updateSymbol: function (layer) {
        if (!this._drawing || layer._empty()) return;
        const p = layer._point;
        symbolPath(this._ctx, layer.options.symbol, p.x, p.y, layer._radius);
        this._fillStroke(this._ctx, layer);
      },
    });
    L.PlanSymbol = L.CircleMarker.extend({
      _updatePath: function () { this._renderer._updateSymbol(this); },
    });
  }

  // ---- State of the one map of this page.

  let map, config, state, renderer, labelGroup, highlightGroup, baseTiles, northArrow;
  let legendDatum = "WGS84";
  const shown = new Map(); // layer id -> {group, features: Map(key -> leaflet layer)}
  const loading = new Map();
  const attributions = new Set();
  let lastFit = null;
  let atHome = false;
  let fitted = null;
  let sent = 0;

  // Layers of the page alone (a preview, parcels of a dropped file) come with the state.
  const allLayers = () => config.layers.concat(state.extra || []);
  const layerNamed = (id) => allLayers().find((one) => one.id === id);
  const text = (pair) => (pair ? pair[state.language] || pair.zh || "" : "");
  const uncertain = (properties) => config.uncertain.includes(properties.basis);
  const featureName = (p) => (state.language === "en" ? p.name_en || p.name_zh : p.name_zh) || p.key;

  function element(tag, className, words) {
    const node = document.createElement(tag);
    if (className) node.className = className;
    if (words !== undefined) node.textContent = words; // never innerHTML: names are untrusted
    return node;
  }

  // As layers/classes.py tells the class of a value: a gap is of none.
  function classOf(value) {
    return value === undefined || value === null || typeof value === "object" ? null : String(value);
  }

  function colorOf(layer, properties) {
    const style = layer.style;
    const name = style.by ? classOf(properties[style.by]) : null;
    const known = name !== null && Object.prototype.hasOwnProperty.call(style.classes, name);
    return known ? style.classes[name] : style.color;
  }

  function drawnStyle(layer, feature) {
    const p = feature.properties;
    const color = (state.colors && state.colors[layer.id] && state.colors[layer.id][p.key]) ||
      colorOf(layer, p);
    const dashed = uncertain(p);
    const dim = isDimmed(layer.id, p.key) ? DIMMED : 1;
    const point = feature.geometry.type.endsWith("Point");
    const line = feature.geometry.type.endsWith("LineString");
    return {
      color: color,
      weight: point ? 2 : layer.style.width_px,
      opacity: dim,
      dashArray: dashed ? (point ? "3 2" : "7 5") : null,
      fill: !line,
      fillColor: point && dashed ? "#FFFFFF" : color,
      fillOpacity: (point ? (dashed ? 0.85 : 0.9) : layer.style.fill_opacity) * dim,
      hatch: dashed && !point && !line && layer.style.fill_opacity > 0,
    };
  }

  function isDimmed(layerId, key) {
    if (!state.filter || layerId === config.boundary) return false;
    const kept = state.filter[layerId];
    return !kept || !kept.includes(key);
  }

  // ---- Data.

  function load(layer, datum) {
    const id = layer.id + "|" + datum;
    if (!loading.has(id)) {
      const got = layer.data
        ? Promise.resolve(layer.data)
        : fetch(layer.url + (datum === "WGS84" ? "" : "?datum=" + datum)).then((answer) => {
            if (!answer.ok) throw new Error(layer.id + ": " + answer.status);
            return answer.json();
          });
      got.catch(() => loading.delete(id));
      loading.set(id, got);
    }
    return loading.get(id);
  }

  function leafletLayer(layer, collection) {
    const features = new Map();
    const group = L.geoJSON(collection, {
      renderer: renderer,
      style: (feature) => drawnStyle(layer, feature),
      pointToLayer: (feature, at) =>
        new L.PlanSymbol(at, { radius: layer.style.radius_px, symbol: layer.style.symbol,
          renderer: renderer }),
      onEachFeature: (feature, drawn) => {
        features.set(feature.properties.key, drawn);
        if (layer.style.fill_opacity === 0 && drawn instanceof L.Polygon) {
          // An outline answers to clicks on its line, not to every click inside it.
          drawn._containsPoint = function (p) {
            return L.Polyline.prototype._containsPoint.call(this, p, true);
          };
        } else if (drawn instanceof L.Polygon) {
          // A filled area needs no tolerance, and with it takes the click inside a small neighbour.
          drawn._clickTolerance = () => layer.style.width_px / 2;
        }
        drawn.on("click", (event) => {
          L.DomEvent.stopPropagation(event);
          select(layer, feature, event.latlng);
        });
        drawn.bindTooltip(() => element("span", "", featureName(feature.properties)),
          { sticky: true, direction: "top", className: "plan-tooltip" });
      },
    });
    return { group, features, layer };
  }

  async function show(layer) {
    const datum = legendDatum;
    const collection = await load(layer, datum);
    if (datum !== legendDatum || !state.visible.includes(layer.id) || shown.has(layer.id)) return;
    const drawn = leafletLayer(layer, collection);
    shown.set(layer.id, drawn);
    drawn.group.addTo(map);
  }

  function hide(id) {
    const drawn = shown.get(id);
    if (drawn) { map.removeLayer(drawn.group); shown.delete(id); }
  }

  function arrange() {
    // Canvas paints in order of arrival: put low layers first, whatever loaded first.
    [...shown.values()].sort((a, b) => a.layer.style.z - b.layer.style.z)
      .forEach((drawn) => drawn.group.bringToFront());
    highlightGroup.eachLayer((layer) => layer.bringToFront && layer.bringToFront());
  }

  // ---- Selection.

  function clickOnGround(at) {
    send({ selected: null, datum: legendDatum, at: [at.lng, at.lat] });
  }

  function select(layer, feature, at) {
    if (state.placing) { clickOnGround(at); return; }
    const p = feature.properties;
    const box = element("div", "plan-popup");
    box.append(element("b", "", featureName(p)), element("div", "plan-kind", text(layer.title)));
    const mark = uncertain(p) ? "◌ " : "● ";
    box.append(element("div", "plan-basis",
      mark + text(config.bases[p.basis]) + " · ±" + Math.round(p.accuracy_m) + " m"));
    const note = state.language === "en" ? p.note_en : p.note_zh;
    if (note) box.append(element("div", "plan-note", note));
    L.popup({ maxWidth: 260, autoPanPadding: [30, 30] }).setLatLng(at).setContent(box).openOn(map);
    send({ selected: { layer: layer.id, key: p.key } });
  }

  function send(value) {
    sent += 1;
    if (window.Streamlit) window.Streamlit.setComponentValue({ ...value, n: sent });
  }

  async function highlight() {
    highlightGroup.clearLayers();
    const wanted = state.highlight || [];
    const byLayer = new Map();
    wanted.forEach(([id, key]) => byLayer.set(id, [...(byLayer.get(id) || []), key]));
    const asked = JSON.stringify(wanted);
    for (const [id, keys] of byLayer) {
      const layer = layerNamed(id);
      if (!layer) continue;
      const collection = await load(layer, legendDatum);
      if (asked !== JSON.stringify(state.highlight || [])) return;
      const features = collection.features.filter((f) => keys.includes(f.properties.key));
      L.geoJSON(features, {
        renderer: renderer,
        interactive: false,
        style: (f) => ({ color: HIGHLIGHT, weight: layer.style.width_px + 3, opacity: 0.95,
          fill: !f.geometry.type.endsWith("LineString"), fillColor: HIGHLIGHT,
          fillOpacity: f.geometry.type.endsWith("Point") ? 0 : 0.12,
          dashArray: uncertain(f.properties) ? "9 5" : null }),
        pointToLayer: (f, at) => new L.PlanSymbol(at,
          { radius: layer.style.radius_px + 6, symbol: "circle", renderer: renderer }),
      }).addTo(highlightGroup);
    }
    if (state.pin) {
      new L.PlanSymbol(state.pin, { radius: 9, symbol: "plus", renderer: renderer, weight: 2,
        color: "#FFFFFF", fillColor: HIGHLIGHT, fillOpacity: 1, interactive: false })
        .addTo(highlightGroup);
    }
    map.getContainer().dataset.highlighted = String(wanted.length);
  }

  // ---- Labels with halo; what would overlap a more important one is not drawn.

  function relabel() {
    labelGroup.clearLayers();
    if (map.getZoom() < 12) return;
    const taken = [];
    const drawnLayers = [...shown.values()].filter((d) => d.layer.style.label)
      .sort((a, b) => labelRank(b.layer) - labelRank(a.layer));
    const bounds = map.getBounds().pad(0.05);
    let count = 0;
    for (const drawn of drawnLayers) {
      for (const feature of drawn.features.values()) {
        const p = feature.feature.properties;
        if (isDimmed(drawn.layer.id, p.key) || count > LABEL_LIMIT) continue;
        const point = feature instanceof L.CircleMarker;
        const at = point ? feature.getLatLng() : anchor(feature, bounds);
        if (!at || !bounds.contains(at)) continue;
        const name = featureName(p);
        const width = [...name].reduce((w, c) => w + (c.charCodeAt(0) > 255 ? 12.5 : 6.8), 6);
        const centre = map.latLngToContainerPoint(at);
        const left = point ? centre.x + drawn.layer.style.radius_px + 3 : centre.x - width / 2;
        const rect = [left, centre.y - 8, left + width, centre.y + 8];
        if (taken.some((r) => rect[0] < r[2] && rect[2] > r[0] && rect[1] < r[3] && rect[3] > r[1])) {
          continue;
        }
        taken.push(rect);
        count += 1;
        const node = element("span", "plan-label" + (uncertain(p) ? " plan-label-uncertain" : ""), name);
        node.style.color = darker(colorOf(drawn.layer, p));
        L.marker(at, { interactive: false, keyboard: false, pane: "planLabels",
          icon: L.divIcon({ html: node, className: "", iconSize: [width, 16],
            iconAnchor: [centre.x - left, 8] }) }).addTo(labelGroup);
      }
    }
  }

  // Labels must be read on any fill: the hue of the layer, darkened.
  function darker(color) {
    const part = (at) => Math.round(parseInt(color.slice(at, at + 2), 16) * 0.6);
    return `rgb(${part(1)}, ${part(3)}, ${part(5)})`;
  }

  const labelRank = (layer) =>
    (layer.geometry.some((g) => g.endsWith("Polygon")) ? 1000 : 0) + layer.style.z;

  function anchor(feature, bounds) {
    const flat = feature.getLatLngs().flat(3);
    if (feature instanceof L.Polygon) return feature.getBounds().getCenter();
    const inside = flat.filter((at) => bounds.contains(at));
    const line = inside.length ? inside : flat;
    return line[Math.floor(line.length / 2)];
  }

  // ---- Ground: mask outside the district, basemap, attribution.

  async function drawMask() {
    const layer = layerNamed(config.boundary);
    if (!layer) return;
    const collection = await load(layer, legendDatum);
    const rings = [];
    L.geoJSON(collection).eachLayer((polygon) => {
      const parts = polygon.getLatLngs();
      (Array.isArray(parts[0][0]) ? parts.map((part) => part[0]) : [parts[0]])
        .forEach((ring) => rings.push(ring));
    });
    const world = [[-85, -360], [-85, 360], [85, 360], [85, -360]];
    if (map.planMask) map.removeLayer(map.planMask);
    map.planMask = L.polygon([world, ...rings], { stroke: false, fillColor: "#8A94A0",
      fillOpacity: 0.16, interactive: false, pane: "planMask" }).addTo(map);
  }

  function setBasemap() {
    const wanted = state.basemap;
    const id = wanted ? wanted.url : "";
    if (baseTiles && baseTiles.planId === id) return;
    if (baseTiles) { map.removeLayer(baseTiles); baseTiles = null; }
    if (!wanted) return;
    baseTiles = L.tileLayer(wanted.url, { subdomains: wanted.subdomains || "abc",
      maxNativeZoom: wanted.max_zoom, maxZoom: 20, zIndex: 1 });
    baseTiles.planId = id;
    baseTiles.addTo(map);
  }

  function setAttribution() {
    const wanted = new Set();
    state.visible.forEach((id) => {
      const layer = layerNamed(id);
      if (layer) text(layer.attribution).split(/[;；]\s*/).filter(Boolean).forEach((a) => wanted.add(a));
    });
    if (state.basemap) wanted.add(state.basemap.attribution);
    const control = map.attributionControl;
    attributions.forEach((html) => control.removeAttribution(html));
    attributions.clear();
    // One text: Leaflet would set commas between several.
    const parts = [...wanted].map((words) => element("span", "", words).outerHTML);
    if (!parts.length) return;
    attributions.add(parts.join(state.language === "zh" ? "；" : "; "));
    attributions.forEach((html) => control.addAttribution(html));
  }

  // ---- What the page calls.

  function attach(leafletMap, fixed) {
    defineClasses();
    map = leafletMap;
    config = fixed;
    state = { language: "zh", visible: [], highlight: [], filter: null };
    map.getContainer().classList.add("plan-map");
    map.createPane("planMask").style.zIndex = 250;
    map.createPane("planLabels").style.zIndex = 640;
    map.getPane("planLabels").style.pointerEvents = "none";
    map.attributionControl.setPrefix(false);
    renderer = new L.PlanCanvas({ padding: 0.3, tolerance: 5 }).addTo(map);
    highlightGroup = L.layerGroup().addTo(map);
    labelGroup = L.layerGroup().addTo(map);
    L.control.scale({ imperial: false, position: "bottomleft" }).addTo(map);
    northArrow = L.control({ position: "topright" });
    northArrow.onAdd = () => {
      const box = element("div", "plan-north");
      box.append(element("span", "plan-north-arrow", "▲"), element("span", "", "N"));
      return box;
    };
    northArrow.addTo(map);
    map.on("moveend zoomend", relabel);
    map.on("click", (event) => clickOnGround(event.latlng));
    if (window.ResizeObserver) {
      // The frame gets its size late: until the user moves the map, the view follows the frame.
      new ResizeObserver(() => {
        const untouched = fitted && fitted.view === viewText();
        map.invalidateSize({ animate: false, pan: false });
        if (untouched) fit(fitted.bounds, fitted.options);
      }).observe(map.getContainer());
    }
    if (fixed.state) update(fixed.state);
  }

  function hasSize() {
    const box = map.getContainer();
    return box.clientWidth > 0 && box.clientHeight > 0;
  }

  function viewText() {
    const at = map.getCenter();
    return [map.getZoom(), at.lat.toFixed(6), at.lng.toFixed(6)].join(" ");
  }

  function fit(bounds, options) {
    // A frame in a tab that is not open has no size: it is fitted once it has one.
    if (hasSize()) map.fitBounds(bounds, options);
    fitted = { bounds, options, view: viewText() };
  }

  async function update(next) {
    const languageChanged = state.language !== next.language;
    state = next;
    const datum = next.basemap && ["GCJ-02", "BD-09"].includes(next.basemap.datum)
      ? next.basemap.datum : "WGS84";
    if (datum !== legendDatum) {
      legendDatum = datum;
      [...shown.keys()].forEach(hide);
    }
    map.getContainer().classList.toggle("plan-placing", Boolean(next.placing));
    map.getContainer().dataset.language = next.language;
    map.getContainer().dataset.datum = datum;
    setBasemap();
    setAttribution();
    if (languageChanged) map.closePopup();
    [...shown.keys()].filter((id) => !next.visible.includes(id)).forEach(hide);
    if (!atHome) {
      atHome = true;
      map.invalidateSize({ animate: false, pan: false });
      fit(config.home, { padding: [8, 8], animate: false });
    }
    if (next.fit && next.fit.n !== lastFit) {
      lastFit = next.fit.n;
      fit(next.fit.bounds, { maxZoom: 16, padding: [40, 40], animate: false });
    }
    const failed = [];
    await Promise.all([
      drawMask().catch(() => failed.push(config.boundary)),
      ...allLayers().filter((layer) => next.visible.includes(layer.id))
        .map((layer) => show(layer).catch(() => failed.push(layer.id))),
    ]);
    if (state !== next) return;
    for (const drawn of shown.values()) {
      drawn.group.setStyle((feature) => drawnStyle(drawn.layer, feature));
    }
    await highlight();
    arrange();
    relabel();
    const container = map.getContainer();
    container.dataset.failed = failed.join(" ");
    container.dataset.zoom = String(map.getZoom());
    container.dataset.features = String(
      [...shown.values()].reduce((sum, drawn) => sum + drawn.features.size, 0));
    container.dataset.ready = String(next.n || 0);
  }

  window.PlanMap = {
    attach,
    update,
    // For tests and for other scripts of the page: where a feature is drawn, in pixels.
    where: (layerId, key) => {
      const drawn = shown.get(layerId);
      const feature = drawn && drawn.features.get(key);
      if (!feature) return null;
      const at = feature.getLatLng ? feature.getLatLng() : feature.getBounds().getCenter();
      const p = map.latLngToContainerPoint(at);
      return [p.x, p.y];
    },
    view: () => ({ zoom: map.getZoom(), centre: [map.getCenter().lat, map.getCenter().lng] }),
    setView: (lat, lng, zoom) => map.setView([lat, lng], zoom, { animate: false }),
  };
})();
