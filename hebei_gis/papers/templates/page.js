// The offline page: its map, and what a click on a row or a layer's box does.
(function () {
  "use strict";
  const { fixed, state, parcels, bounds } = JSON.parse(
    document.getElementById("map-values").textContent);
  const container = document.getElementById("plan");
  const map = L.map(container, { preferCanvas: true, zoomSnap: 0.25, zoomDelta: 0.5,
    minZoom: 9, maxZoom: 20 }).fitBounds(fixed.home);
  window.PlanMap.attach(map, fixed);

  function show(changes) {
    Object.assign(state, changes, { n: state.n + 1 });
    window.PlanMap.update({ ...state });
  }

  const boxes = document.getElementById("layers");
  for (const layer of fixed.layers) {
    const label = document.createElement("label");
    const box = document.createElement("input");
    box.type = "checkbox";
    box.checked = state.visible.includes(layer.id);
    box.addEventListener("change", () => show({
      visible: box.checked ? [...state.visible, layer.id]
        : state.visible.filter((id) => id !== layer.id),
    }));
    label.append(box, " " + layer.title[state.language]);
    boxes.append(label);
  }

  function find(row) {
    const key = row.dataset.key;
    document.querySelectorAll("tr[data-key]").forEach((other) =>
      other.classList.toggle("chosen", other === row));
    show({ highlight: [[parcels, key]], fit: { n: key + state.n, bounds: bounds[key] } });
  }
  document.querySelectorAll("tr[data-key]").forEach((row) => {
    row.addEventListener("click", () => find(row));
    row.addEventListener("keydown", (event) => { if (event.key === "Enter") find(row); });
  });
  show({});
})();
