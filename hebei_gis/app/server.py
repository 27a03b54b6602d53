"""The ASGI app: Streamlit's pages with our routes beside them (``streamlit run`` finds it)."""

from pathlib import Path

import streamlit as st
from streamlit import config

from hebei_gis.app.edge import guards
from hebei_gis.app.serving import routes

app = st.App(
    Path(__file__).with_name("main.py"),
    routes=routes(str(config.get_option("server.baseUrlPath") or "")),
    middleware=guards(),
)
