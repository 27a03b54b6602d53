// The part of the map that runs in the browser. folium writes one call of PlanMap.attach with
// what never changes; every later wish of the page comes as one PlanMap.update(state), so that
// the map is never built anew and keeps its view.
(function () {
  "use strict";

  // A selection is told by its casing, never by a colour of the plan.
  const CASING = "#0B2E4F", HALO = "#FFFFFF";
  const MOST_UNDER = 50, MOST_HALOS = 200;
  // Zoom from which the ground has names.
  const GROUND_NAMES = 15;
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

  function defineClasses() {
    if (L.PlanCanvas) return;
    L.PlanCanvas = L.Canvas.extend({
      // What is sketched ends softly: a wide faint edge in place of a line.
      _fillStroke: function (ctx, layer) {
        const options = layer.options;
        if (options.casing) {
          const kept = [options.weight, options.color];
          options.weight = kept[0] + 2;
          options.color = options.casing;
          L.Canvas.prototype._fillStroke.call(this, ctx, layer);
          [options.weight, options.color] = kept;
          L.Canvas.prototype._fillStroke.call(this, ctx, layer);
        } else if (options.soft) {
          const kept = [options.weight, options.opacity];
          for (const [weight, opacity] of [[11, 0.12], [6, 0.18], [1.5, 0.55]]) {
            options.weight = weight;
            options.opacity = opacity * kept[1];
            L.Canvas.prototype._fillStroke.call(this, ctx, layer);
            options.fill = false;
          }
          options.fill = true;
          [options.weight, options.opacity] = kept;
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

  let map, config, state, renderer, labelGroup, highlightGroup, haloGroup, baseTiles, northArrow;
  let strip, pulseGroup, told, boxing = false, boxed = 0;
  const said = new Map();
  let legendDatum = "WGS84";
  const shown = new Map(); // layer id -> {group, features: Map(key -> leaflet layer)}
  const loading = new Map();
  const attributions = new Set();
  let filterText = "null";
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
    const rough = uncertain(p);
    const point = feature.geometry.type.endsWith("Point");
    const line = feature.geometry.type.endsWith("LineString");
    if (layer.ground) return groundStyle(layer, color, line);
    const dim = (isDimmed(layer.id, p.key) ? DIMMED : 1) * opacityOf(layer.id);
    return {
      color: color,
      weight: point ? 2 : layer.style.width_px,
      opacity: dim,
      fill: !line,
      fillColor: point && rough ? "#FFFFFF" : color,
      fillOpacity: (point ? 0.9 : layer.style.fill_opacity) * dim,
      soft: rough && !point && !line && layer.style.fill_opacity > 0,
    };
  }

  // Quiet ground: streets white in a thin casing, wider as one comes nearer; water without a line.
  function groundStyle(layer, color, line) {
    const near = Math.min(6, Math.max(1, Math.pow(2, (map.getZoom() - 14) / 1.3)));
    return line
      ? { color: "#FFFFFF", casing: color, weight: layer.style.width_px * near,
        opacity: opacityOf(layer.id), fill: false }
      : { stroke: false, fill: true, fillColor: color,
        fillOpacity: layer.style.fill_opacity * opacityOf(layer.id) };
  }

  // The keys that stand for the filter, by layer; null where nothing is filtered.
  let kept = null;
  const NONE = new Set();
  const keptOf = (id) => (kept ? kept.get(id) || NONE : null);

  const opacityOf = (id) => {
    const share = (state.opacity || {})[id];
    return share === undefined ? 1 : share;
  };

  function isDimmed(layerId, key) {
    const layer = kept && layerNamed(layerId);
    if (!kept || layerId === config.boundary || (layer && layer.ground)) return false;
    return !keptOf(layerId).has(key);
  }

  // Layers that are on; and, for the filter's features, those that are off.
  const isOn = (id) => state.visible.includes(id);
  const isWanted = (id) => isOn(id) || Boolean(keptOf(id) && keptOf(id).size);
  // What is drawn of a layer: all of it, or only what stands for the filter.
  const partOf = (id) => (isOn(id) ? "" : [...keptOf(id) || []].join("\n"));

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
      // A click on the ground asks what applies there.
      interactive: !layer.ground,
      style: (feature) => drawnStyle(layer, feature),
      pointToLayer: (feature, at) =>
        new L.PlanSymbol(at, { radius: layer.style.radius_px, symbol: layer.style.symbol,
          renderer: renderer }),
      onEachFeature: (feature, drawn) => {
        features.set(feature.properties.key, drawn);
        if (layer.ground) return;
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
          select(layer, feature, event);
        });
        drawn.on("mouseover", () => markEntries(layer.id, feature.properties.key, true));
        drawn.on("mouseout", () => markEntries(layer.id, feature.properties.key, false));
        drawn.bindTooltip(() => element("span", "", featureName(feature.properties)),
          { sticky: true, direction: "top", className: "plan-tooltip" });
      },
    });
    return { group, features, layer };
  }

  async function show(layer) {
    const datum = legendDatum, part = partOf(layer.id);
    const collection = await load(layer, datum);
    if (datum !== legendDatum || !isWanted(layer.id) || shown.has(layer.id) ||
        part !== partOf(layer.id)) return;
    const only = keptOf(layer.id);
    const drawn = leafletLayer(layer, isOn(layer.id) ? collection : { ...collection,
      features: collection.features.filter((f) => only.has(f.properties.key)) });
    drawn.part = part;
    drawn.dimmed = kept;
    shown.set(layer.id, drawn);
    drawn.group.addTo(map);
  }

  // Only what looks otherwise than before is styled anew.
  function restyle(drawn) {
    const colors = JSON.stringify((state.colors || {})[drawn.layer.id] || null) +
      opacityOf(drawn.layer.id);
    if (colors !== (drawn.colors || "null1")) {
      drawn.group.setStyle((feature) => drawnStyle(drawn.layer, feature));
    } else if (drawn.dimmed !== kept) {
      const before = drawn.dimmed, id = drawn.layer.id;
      const was = before ? before.get(id) || NONE : null, is = keptOf(id);
      for (const [key, one] of drawn.features) {
        if ((was === null || was.has(key)) !== (is === null || is.has(key))) {
          one.setStyle(drawnStyle(drawn.layer, one.feature));
        }
      }
    }
    drawn.colors = colors;
    drawn.dimmed = kept;
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
    send({ under: [], datum: legendDatum, at: [at.lng, at.lat] });
  }

  // Everything that is drawn under a click, what is on top first.
  function under(point) {
    const found = [];
    [...shown.values()].sort((a, b) => b.layer.style.z - a.layer.style.z).forEach((drawn) => {
      if (drawn.layer.ground) return;
      for (const [key, one] of drawn.features) {
        if (found.length >= MOST_UNDER) return;
        const parts = one.getLayers ? one.getLayers() : [one];
        if (parts.some((part) => part._containsPoint &&
            (!part._pxBounds || part._pxBounds.contains(point)) && part._containsPoint(point))) {
          found.push([drawn.layer.id, key]);
        }
      }
    });
    return found;
  }

  function select(layer, feature, event) {
    const at = event.latlng;
    if (state.placing) { clickOnGround(at); return; }
    const p = feature.properties;
    const met = under(map.latLngToLayerPoint(at));
    if (!met.some(([id, key]) => id === layer.id && key === p.key)) met.unshift([layer.id, p.key]);
    if (state.popup) popup(layer, p, at);
    send({ under: met, datum: legendDatum, at: [at.lng, at.lat] });
  }

  function popup(layer, p, at) {
    const box = element("div", "plan-popup");
    box.append(element("b", "", featureName(p)), element("div", "plan-kind", text(layer.title)));
    const mark = uncertain(p) ? "◌ " : "● ";
    box.append(element("div", "plan-basis",
      mark + text(config.bases[p.basis]) + " · ±" + Math.round(p.accuracy_m) + " m"));
    const note = state.language === "en" ? p.note_en : p.note_zh;
    if (note) box.append(element("div", "plan-note", note));
    L.popup({ maxWidth: 260, autoPanPadding: [30, 30] }).setLatLng(at).setContent(box).openOn(map);
  }

  function send(value) {
    sent += 1;
    if (window.Streamlit) window.Streamlit.setComponentValue({ ...value, n: sent });
  }

  async function highlight() {
    const wanted = state.highlight || [];
    const byLayer = new Map();
    wanted.forEach(([id, key]) => byLayer.set(id, (byLayer.get(id) || new Set()).add(key)));
    const asked = JSON.stringify(wanted);
    const found = [];
    for (const [id, keys] of byLayer) {
      const layer = layerNamed(id);
      if (!layer) continue;
      const collection = await load(layer, legendDatum);
      if (asked !== JSON.stringify(state.highlight || [])) return;
      found.push([layer, collection.features.filter((f) => keys.has(f.properties.key))]);
    }
    highlightGroup.clearLayers();
    for (const [layer, features] of found) {
      for (const [color, more] of [[HALO, 7], [CASING, 3]]) {
        L.geoJSON(features, {
          renderer: renderer,
          interactive: false,
          style: (f) => ({ color: color, weight: layer.style.width_px + more, opacity: 1,
            fill: false }),
          pointToLayer: (f, at) => new L.PlanSymbol(at, { radius: layer.style.radius_px + 5,
            symbol: "circle", renderer: renderer, interactive: false }),
        }).addTo(highlightGroup);
      }
      L.geoJSON(features, {
        renderer: renderer,
        interactive: false,
        style: (f) => drawnStyle(layer, f),
        pointToLayer: (f, at) => new L.PlanSymbol(at, { radius: layer.style.radius_px,
          symbol: layer.style.symbol, renderer: renderer, interactive: false }),
        onEachFeature: (f, drawn) => { drawn.planLayer = layer; },
      }).addTo(highlightGroup);
    }
    if (state.pin) {
      for (const [color, radius] of [[HALO, 11], [CASING, 9]]) {
        new L.PlanSymbol(state.pin, { radius: radius, symbol: "plus", renderer: renderer, weight: 2,
          color: HALO, fillColor: color, fillOpacity: 1, interactive: false })
          .addTo(highlightGroup);
      }
    }
    if (state.area) {
      const [west, south, east, north] = state.area;
      L.rectangle([[south, west], [north, east]], { renderer: renderer, interactive: false,
        color: CASING, weight: 2, fillColor: CASING, fillOpacity: 0.06 }).addTo(highlightGroup);
    }
    drawHalo();
    map.getContainer().dataset.highlighted = String(wanted.length);
  }

  // How exact a position is: around what is selected, as wide as its accuracy says.
  function drawHalo() {
    haloGroup.clearLayers();
    const features = [];
    highlightGroup.eachLayer((group) => group.eachLayer && group.eachLayer((one) => {
      if (one.planLayer) features.push(one);
    }));
    if (features.length > MOST_HALOS) return;
    const pixel = 40075016.686 * Math.cos(map.getCenter().lat * Math.PI / 180) /
      Math.pow(2, map.getZoom() + 8);
    for (const one of features) {
      const metres = Number(one.feature.properties.accuracy_m);
      if (!(metres > 0) || metres / pixel < 6) continue;
      const look = { renderer: renderer, interactive: false, color: CASING, fillColor: CASING };
      if (one.getLatLng) {
        L.circle(one.getLatLng(), { ...look, radius: metres, weight: 1, opacity: 0.5,
          fillOpacity: 0.1 }).addTo(haloGroup);
      } else if (metres / pixel < 300) {
        L.polyline(one.getLatLngs(), { ...look, weight: 2 * metres / pixel, opacity: 0.12,
          lineJoin: "round", lineCap: "round" }).addTo(haloGroup);
      }
    }
    haloGroup.eachLayer((one) => one.bringToBack());
    map.getContainer().dataset.halos = String(haloGroup.getLayers().length);
  }

  // ---- A box that is drawn asks what is in it.

  function drawBoxes() {
    let from = null, shape = null;
    map.boxZoom.disable();
    const stop = () => {
      map.dragging.enable();
      if (shape) map.removeLayer(shape);
      from = shape = null;
      map.getContainer().classList.remove("plan-boxing");
      boxing = false;
    };
    map.on("mousedown", (event) => {
      if (!(event.originalEvent.shiftKey || boxing) || state.placing) return;
      map.dragging.disable();
      from = event.latlng;
    });
    map.on("mousemove", (event) => {
      if (!from) return;
      const bounds = L.latLngBounds(from, event.latlng);
      if (shape) shape.setBounds(bounds);
      else shape = L.rectangle(bounds, { color: CASING, weight: 2, fillOpacity: 0.06,
        interactive: false, renderer: L.svg() }).addTo(map);
    });
    map.on("mouseup", () => {
      if (!from) return;
      const bounds = shape && shape.getBounds();
      stop();
      if (!bounds || bounds.getNorth() - bounds.getSouth() < 1e-5) return;
      boxed = Date.now();
      send({ under: [], datum: legendDatum,
        box: [bounds.getWest(), bounds.getSouth(), bounds.getEast(), bounds.getNorth()] });
    });
    return () => {
      boxing = !boxing;
      map.getContainer().classList.toggle("plan-boxing", boxing);
      map.dragging[boxing ? "disable" : "enable"]();
    };
  }

  // ---- Entries of the page and features of the map show one another.

  const cssName = (entry) => entry.replace(/\./g, "-");

  function pulseEntries() {
    if (!state.linked || !config.entries || window.parent === window) return;
    const page = window.parent.document;
    const known = new Map(Object.entries(config.entries).map(([id, refs]) => [cssName(id), refs]));
    const button = (node) => {
      const box = node.closest && node.closest('[class*="st-key-entry-"], [class*="-entry-"]');
      const found = box && /st-key-(?:here-)?entry-(?:[a-z]+-)*(\d+(?:-\d+)*)/.exec(box.className);
      return found ? known.get(found[1]) : null;
    };
    const over = (event) => pulse(button(event.target) || []);
    page.addEventListener("mouseover", over);
    page.addEventListener("focusin", over);
  }

  function pulse(refs) {
    pulseGroup.clearLayers();
    refs.forEach(([id, key]) => {
      const drawn = shown.get(id) && shown.get(id).features.get(key);
      if (!drawn) return;
      const at = drawn.getLatLng ? drawn.getLatLng() : drawn.getBounds().getCenter();
      L.marker(at, { interactive: false, keyboard: false, pane: "planLabels",
        icon: L.divIcon({ className: "plan-pulse", iconSize: [28, 28] }) }).addTo(pulseGroup);
    });
    map.getContainer().dataset.pulsed = String(refs.length);
  }

  // The other way round: entries of a feature under the pointer are marked on the page.
  function markEntries(layer, key, on) {
    if (!state.linked || window.parent === window) return;
    for (const [id, refs] of Object.entries(config.entries || {})) {
      if (!refs.some(([l, k]) => l === layer && k === key)) continue;
      window.parent.document.querySelectorAll(`[class*="entry-"][class*="-${cssName(id)}"]`)
        .forEach((node) => { node.style.outline = on ? "2px solid #1B5E8C" : ""; });
    }
  }

  // ---- What went wrong, in a sentence on the map.

  function tell(name, words) {
    if (words) said.set(name, words); else said.delete(name);
    told.textContent = [...said.values()].join(" ");
    told.hidden = !said.size;
  }

  // ---- Labels with halo; what would overlap a more important one is not drawn.

  function relabel() {
    labelGroup.clearLayers();
    const taken = [], named = new Set();
    const bounds = map.getBounds().pad(0.05);
    let count = 0;

    function place(layer, drawn, lit) {
      const p = drawn.feature.properties;
      const point = Boolean(drawn.getLatLng);
      const at = point ? drawn.getLatLng() : anchor(drawn, bounds);
      const name = featureName(p);
      if (!at || !bounds.contains(at) || named.has(name + at)) return;
      const size = lit ? 1.15 : 1;
      const width = ([...name].reduce((w, c) => w + (c.charCodeAt(0) > 255 ? 12.5 : 6.8), 6)) * size;
      const centre = map.latLngToContainerPoint(at);
      const left = point ? centre.x + layer.style.radius_px + 3 : centre.x - width / 2;
      const turn = point ? 0 : direction(drawn);
      const high = 8 * size;
      const w = Math.abs(Math.cos(turn)) * width / 2 + Math.abs(Math.sin(turn)) * high;
      const h = Math.abs(Math.sin(turn)) * width / 2 + Math.abs(Math.cos(turn)) * high;
      const middle = left + width / 2;
      const rect = [middle - w, centre.y - h, middle + w, centre.y + h];
      if (taken.some((r) => rect[0] < r[2] && rect[2] > r[0] && rect[1] < r[3] && rect[3] > r[1])) {
        return;
      }
      taken.push(rect);
      named.add(name + at);
      count += 1;
      const node = element("span", "plan-label" + (lit ? " plan-label-lit" : ""), name);
      if (!lit) node.style.color = darker(colorOf(layer, p));
      if (turn) node.style.transform = `rotate(${(turn * 180 / Math.PI).toFixed(1)}deg)`;
      L.marker(at, { interactive: false, keyboard: false, pane: "planLabels",
        icon: L.divIcon({ html: node, className: "", iconSize: [width, 16],
          iconAnchor: [centre.x - left, 8] }) }).addTo(labelGroup);
    }

    // What is selected is named, whatever its layer says.
    highlightGroup.eachLayer((group) => group.eachLayer && group.eachLayer((one) => {
      if (one.planLayer && count < LABEL_LIMIT) place(one.planLayer, one, true);
    }));
    if (map.getZoom() < 12) return;
    const drawnLayers = [...shown.values()].filter((d) => d.layer.style.label &&
      (!d.layer.ground || map.getZoom() >= GROUND_NAMES))
      .sort((a, b) => labelRank(b.layer) - labelRank(a.layer));
    for (const drawn of drawnLayers) {
      for (const [key, feature] of drawn.features) {
        if (count > LABEL_LIMIT) return;
        if (!isDimmed(drawn.layer.id, key)) place(drawn.layer, feature, false);
      }
    }
  }

  // The direction a name runs in: along a line, along the length of a long area; level otherwise.
  function direction(feature) {
    const points = feature.getLatLngs().flat(3).map((at) => map.latLngToContainerPoint(at));
    if (points.length < 2) return 0;
    const x = points.reduce((sum, p) => sum + p.x, 0) / points.length;
    const y = points.reduce((sum, p) => sum + p.y, 0) / points.length;
    let xx = 0, yy = 0, xy = 0;
    points.forEach((p) => {
      xx += (p.x - x) ** 2; yy += (p.y - y) ** 2; xy += (p.x - x) * (p.y - y);
    });
    const middle = (xx + yy) / 2, spread = Math.hypot((xx - yy) / 2, xy);
    const long = feature instanceof L.Polygon ? 6 : 3;
    if (middle + spread < long * Math.max(middle - spread, 1e-9)) return 0;
    let turn = Math.atan2(2 * xy, xx - yy) / 2;
    if (turn > Math.PI / 2) turn -= Math.PI;
    // Names that would stand nearly upright are read level.
    return Math.abs(turn) > 1.3 ? 0 : turn;
  }

  // Labels must be read on any fill: the hue of the layer, darkened.
  function darker(color) {
    const part = (at) => Math.round(parseInt(color.slice(at, at + 2), 16) * 0.6);
    return `rgb(${part(1)}, ${part(3)}, ${part(5)})`;
  }

  const labelRank = (layer) =>
    (layer.ground ? -1000 : layer.geometry.some((g) => g.endsWith("Polygon")) ? 1000 : 0) +
    layer.style.z;

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
    tell("basemap", "");
    if (!wanted) return;
    baseTiles = L.tileLayer(wanted.url, { subdomains: wanted.subdomains || "abc",
      maxNativeZoom: wanted.max_zoom, maxZoom: 20, zIndex: 1 });
    baseTiles.planId = id;
    let failed = 0, came = 0;
    baseTiles.on("tileload", () => { came += 1; tell("basemap", ""); });
    baseTiles.on("tileerror", () => {
      failed += 1;
      if (failed > 2 && !came) tell("basemap", text((config.words || {}).basemap_failed));
    });
    baseTiles.addTo(map);
  }

  function setAttribution() {
    const wanted = new Set();
    [...new Set([...state.visible, ...Object.keys(state.filter || {})])].forEach((id) => {
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
    // Who needs larger letters may zoom the page.
    document.querySelectorAll('meta[name="viewport"]').forEach((one) => {
      one.content = "width=device-width, initial-scale=1";
    });
    map.createPane("planMask").style.zIndex = 250;
    map.createPane("planLabels").style.zIndex = 640;
    map.getPane("planLabels").style.pointerEvents = "none";
    map.attributionControl.setPrefix(false);
    renderer = new L.PlanCanvas({ padding: 0.3, tolerance: 5 }).addTo(map);
    haloGroup = L.layerGroup().addTo(map);
    pulseGroup = L.layerGroup().addTo(map);
    told = element("div", "plan-told");
    told.setAttribute("role", "status");
    told.hidden = true;
    map.getContainer().append(told);
    highlightGroup = L.layerGroup().addTo(map);
    labelGroup = L.layerGroup().addTo(map);
    map.zoomControl.setPosition("bottomright");
    strip = PlanStrip.add(map, config, () => state, () => legendDatum, drawBoxes());
    northArrow = L.control({ position: "topright" });
    northArrow.onAdd = () => {
      const box = element("div", "plan-north");
      box.append(element("span", "plan-north-arrow", "▲"), element("span", "", "N"));
      return box;
    };
    northArrow.addTo(map);
    map.on("moveend zoomend", relabel);
    map.on("zoomend", drawHalo);
    map.on("zoomend", () => shown.forEach((drawn) => {
      if (drawn.layer.ground) drawn.group.setStyle((f) => drawnStyle(drawn.layer, f));
    }));
    map.on("moveend", keepView);
    // The page writes its address without the view, which it knows only from there.
    window.setInterval(keepView, 400);
    map.on("click", (event) => {
      // Letting go of a box is no click.
      if (Date.now() - boxed > 300) clickOnGround(event.latlng);
    });
    if (window.ResizeObserver) {
      // The frame gets its size late: until the user moves the map, the view follows the frame.
      new ResizeObserver(() => {
        const untouched = fitted && fitted.view === viewText();
        map.invalidateSize({ animate: false, pan: false });
        if (untouched) fitted.again();
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
    const [left, right, bottom] = covered();
    const [x, y] = options.padding;
    if (hasSize()) {
      map.fitBounds(bounds, { ...options, padding: undefined, paddingTopLeft: [x + left, y],
        paddingBottomRight: [x + right, y + bottom] });
    }
    fitted = { again: () => fit(bounds, options), view: viewText() };
  }

  // Pixels of the frame that drawer and card of the page lie on: left, right, below.
  function covered() {
    const frame = window.frameElement && window.frameElement.getBoundingClientRect();
    if (!frame || frame.width < 300) return [0, 0, 0];
    const page = window.parent.document;
    const box = (mark) => {
      const found = page.querySelector(mark);
      const rect = found && found.getBoundingClientRect();
      return rect && rect.width && rect.right > frame.left && rect.left < frame.right &&
        rect.bottom > frame.top && rect.top < frame.bottom ? rect : null;
    };
    const drawer = box('[data-testid="stSidebar"][data-collapsed="false"]');
    const card = box(".st-key-card, .st-key-welcome");
    const sheet = frame.width <= 768;
    const left = drawer && !sheet ? Math.max(0, drawer.right - frame.left) : 0;
    let right = card && !sheet ? Math.max(0, frame.right - card.left) : 0;
    // The card of what was just selected comes a moment after the map knows of it.
    if (state.card && !sheet) right = Math.max(right, 404);
    const low = sheet && (card || state.card) ? frame.height * 0.45 : 0;
    return left + right < frame.width * 0.8 ? [left, right, low] : [0, 0, low];
  }

  // The page's address names the view of its map, so that a link or a reload shows the same.
  function keepView() {
    if (!state.linked || !atHome || !hasSize()) return;
    const at = map.getCenter();
    const view = [at.lat.toFixed(5), at.lng.toFixed(5), map.getZoom().toFixed(2)].join(",");
    const address = new URL(window.parent.location.href);
    if (address.searchParams.get("view") === view) return;
    address.searchParams.set("view", view);
    window.parent.history.replaceState(window.parent.history.state, "", address);
  }

  function goTo(view) {
    map.setView([view[0], view[1]], view[2], { animate: false });
    fitted = { again: () => goTo(view), view: viewText() };
  }

  function linkedView() {
    if (!state.linked) return null;
    const named = new URL(window.parent.location.href).searchParams.get("view") || "";
    const [lat, lng, zoom] = named.split(",").map(Number);
    const sound = named.split(",").length === 3 && Math.abs(lat) <= 85 && Math.abs(lng) <= 180 &&
      zoom >= map.getMinZoom() && zoom <= map.getMaxZoom();
    return sound ? [lat, lng, zoom] : null;
  }

  async function update(next) {
    const languageChanged = state.language !== next.language;
    state = next;
    const filter = JSON.stringify(next.filter || null);
    if (filter !== filterText) {
      filterText = filter;
      kept = next.filter
        ? new Map(Object.entries(next.filter).map(([id, keys]) => [id, new Set(keys)])) : null;
    }
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
    strip.update();
    [...shown].filter(([id, drawn]) => !isWanted(id) || drawn.part !== partOf(id))
      .forEach(([id]) => hide(id));
    if (!atHome) {
      map.invalidateSize({ animate: false, pan: false });
      const view = linkedView();
      if (view) {
        goTo(view);
        lastFit = next.fit && next.fit.n;
      } else {
        fit(config.home, { padding: [8, 8], animate: false });
      }
      atHome = true;
      pulseEntries();
    }
    if (next.fit && next.fit.n !== lastFit) {
      lastFit = next.fit.n;
      fit(next.fit.bounds, { maxZoom: 16, padding: [40, 40], animate: false });
    }
    const failed = [];
    await Promise.all([
      drawMask().catch(() => failed.push(config.boundary)),
      ...allLayers().filter((layer) => isWanted(layer.id))
        .map((layer) => show(layer).catch(() => failed.push(layer.id))),
    ]);
    if (state !== next) return;
    shown.forEach(restyle);
    await highlight();
    arrange();
    relabel();
    const container = map.getContainer();
    container.dataset.failed = failed.join(" ");
    const names = failed.map((id) => text((layerNamed(id) || { title: { zh: id, en: id } }).title));
    tell("layers", names.length ? text((config.words || {}).layer_failed).replace("%s",
      names.join(next.language === "zh" ? "、" : ", ")) : "");
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
    setView: (lat, lng, zoom) => { map.setView([lat, lng], zoom, { animate: false }); },
  };
})();
