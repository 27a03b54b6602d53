"""The few rules of style that Streamlit's theme does not hold."""

from __future__ import annotations

from hebei_gis.words.pages.saying import say

PAGE_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 4rem 1rem 0.5rem 1rem; }
[data-testid="stSidebar"] [data-testid="stVerticalBlock"] { gap: 0.35rem; }
[data-testid="stSidebar"] [data-testid="stSidebarHeader"] { height: 2rem; padding: 0; }
[data-testid="stSidebar"] [data-testid="stExpander"] details { border: none; }
[data-testid="stSidebar"] button { text-align: left; justify-content: flex-start; }
.st-key-panel { max-height: calc(100vh - 7rem); overflow-y: auto; padding-right: 0.4rem; }
.st-key-panel button { text-align: left; justify-content: flex-start; }
iframe[title="streamlit_folium.st_folium"] { width: 100%; border: 1px solid #C9CED3;
  border-radius: 4px; }
td, [data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
</style>
"""

MAP_STYLE = """
<style>
iframe[title="streamlit_folium.st_folium"] { height: calc(100vh - 7rem) !important; }
</style>
"""

#: Streamlit's own English in its file box, which has no setting for its words.
_CHINESE_STYLE = """
<style>
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p,
[data-testid="stFileUploaderDropzoneInstructions"] span {{ font-size: 0; }}
[data-testid="stFileUploaderDropzone"] button [data-testid="stMarkdownContainer"] p::after {{
  content: "{choose}"; font-size: 1rem; }}
[data-testid="stFileUploaderDropzoneInstructions"] span::after {{
  content: "{drop}"; font-size: 0.875rem; }}
</style>
"""


def chinese_style() -> str:
    """The style that says what a file box says in Chinese."""
    return _CHINESE_STYLE.format(choose=say("file_choose", "zh"), drop=say("file_drop", "zh"))
