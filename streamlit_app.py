"""Start with ``streamlit run streamlit_app.py``; the pages are in hebei_gis/app."""

from pathlib import Path

import streamlit as st
from streamlit import config

import hebei_gis.app
from hebei_gis.app.edge import guards
from hebei_gis.app.serving import routes

app = st.App(
    Path(hebei_gis.app.__file__).with_name("main.py"),
    routes=routes(str(config.get_option("server.baseUrlPath") or "")),
    middleware=guards(),
)
