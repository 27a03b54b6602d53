"""Coverage both ways: entries on the map, features with an entry, places that wait."""

from __future__ import annotations

import pandas as pd
import streamlit as st

from hebei_gis.app.escaping import escaped
from hebei_gis.words.pages.saying import say
from hebei_gis.workspace import Workspace

_TABLE_HEIGHT_PX = 460


def render_coverage(workspace: Workspace, language: str) -> None:
    """Draw the tab."""
    register, links = workspace.register, workspace.links
    entries = len(register.entries)
    # The plan speaks of what stands on the ground; streets and water are not waiting for it.
    ground = {name for name, layer in workspace.layers.items() if layer.declaration.ground}
    features = sum(len(workspace.layers[n].features) for n in workspace.layers if n not in ground)
    spoken = sum(1 for feature in links.by_feature if feature.layer not in ground)
    places = workspace.place_rows()
    located = sum(1 for row in places if row["located"])
    first, second, third = st.columns(3)
    first.metric(
        say("coverage_entries", language), f"{entries - len(links.unlocated_entries)} / {entries}"
    )
    second.metric(
        say("coverage_features", language),
        f"{spoken} / {features}",
    )
    third.metric(say("coverage_places", language), f"{located} / {len(places)}")
    left, right = st.columns([3, 2], gap="large")
    with left:
        st.caption(say("unlocated_list", language))
        waiting = [row for row in places if not row["located"] and row["entries"]]
        for row in waiting[:40]:
            name = row["name"] if language == "zh" else row["name_en"]
            st.page_link(
                st.session_state["map_page"],
                label=f"{escaped(name)} · {say('waiting', language)} {row['entries']}",
                icon=":material/location_off:",
                query_params={"place": row["id"], "lang": language},
            )
        if len(waiting) > 40:
            with st.expander(f"+ {len(waiting) - 40}"):
                for row in waiting[40:]:
                    name = row["name"] if language == "zh" else row["name_en"]
                    st.write(f"{escaped(name)} · {row['entries']}")
    with right:
        st.caption(say("by_layer", language))
        st.dataframe(
            pd.DataFrame(
                {
                    say("layers", language): [
                        layer.declaration.title(language) for layer in workspace.layers.values()
                    ],
                    say("features", language): [
                        len(layer.features) for layer in workspace.layers.values()
                    ],
                    say("with_entry", language): [
                        len(links.spoken_keys.get(name, ())) for name in workspace.layers
                    ],
                }
            ),
            hide_index=True,
            height=_TABLE_HEIGHT_PX,
        )
