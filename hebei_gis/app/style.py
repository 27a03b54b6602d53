"""The rules of style that Streamlit's theme does not hold: the bar, the map under everything."""

from __future__ import annotations

from hebei_gis.words.pages.saying import say

PAGE_STYLE = """
<style>
:root { --bar: 48px; --drawer: 320px; --card: 380px; --ground: #FFFFFF; --ink: #1E2A35;
  --line: #D5DAE0; --quiet: #55606B; --accent: #1B5E8C; }
@media (prefers-color-scheme: dark) { :root { --ground: #0E1117; --ink: #E6EBF0; --line: #333C46;
  --quiet: #A9B4BF; --accent: #7FB8E0; } }
@media (prefers-color-scheme: dark) {
  [data-testid="stBaseButton-primary"], [data-testid="stBaseButton-primary"] p { color: #0E1117; }
}
[data-testid="stHeader"] { height: var(--bar); min-height: var(--bar); background: transparent;
  pointer-events: none; z-index: 1000002; width: auto; right: auto; }
[data-testid="stHeader"] button { pointer-events: auto; }
[data-testid="stToolbar"] { padding: 0; min-height: var(--bar); }
.st-key-bar { position: fixed; inset: 0 0 auto 0; height: var(--bar); z-index: 1000001;
  background: var(--ground); border-bottom: 1px solid var(--line); padding: 0 12px 0 52px;
  flex-wrap: nowrap; gap: 12px; align-items: center; width: 100vw; max-width: 100vw; }
.st-key-bar > div { flex: 0 0 auto !important; width: auto !important; min-width: 0; }
.st-key-bar > div:has(.st-key-plan-name) { order: 1; flex: 0 1 auto !important; }
.st-key-bar > div:has(.st-key-finder-box) { order: 2; flex: 1 1 280px !important;
  max-width: 420px; }
.st-key-bar > div:has(.st-key-pages) { order: 3; }
.st-key-bar > div:has(.st-key-share) { order: 4; margin-left: auto; }
.st-key-bar > div:has(.st-key-bar-language) { order: 5; }
.st-key-bar .stHtml, .st-key-bar [data-testid="stElementContainer"] { width: auto !important; }
.st-key-bar h1 { font-size: 16px; line-height: 20px; font-weight: 600; margin: 0;
  padding: 0; white-space: nowrap; overflow: hidden; text-overflow: ellipsis; color: var(--ink); }
.st-key-plan-name * { margin: 0 !important; }
.st-key-pages > div { flex: 0 0 auto !important; }
.st-key-pages { flex-wrap: nowrap; gap: 2px; width: auto !important; }
.st-key-pages div, .st-key-pages a { width: max-content !important; max-width: none !important;
  min-width: 0 !important; }
.st-key-pages a { padding: 6px 10px; border-radius: 6px; white-space: nowrap; }
.st-key-pages a p { font-size: 15px; white-space: nowrap; overflow: visible; text-overflow: clip; }
.st-key-pages a span { overflow: visible; max-width: none; }
[class*="st-key-page-here-"] a {
  background: color-mix(in srgb, var(--accent) 14%, transparent); }
[class*="st-key-page-here-"] p { font-weight: 600; }
[data-testid="stSidebar"] { top: var(--bar); height: calc(100dvh - var(--bar)) !important; }
[data-testid="stSidebar"][data-collapsed="false"] { width: var(--drawer) !important;
  min-width: var(--drawer) !important; max-width: 100vw; }
[data-testid="stSidebar"] [data-testid="stVerticalBlock"] { gap: 0.35rem; }
[data-testid="stSidebar"] [data-testid="stSidebarHeader"] { height: 2rem; padding: 0; }
[data-testid="stSidebar"] [data-testid="stExpander"] details { border: none; }
[data-testid="stSidebar"] button { text-align: left; justify-content: flex-start; }
[data-testid="stMainBlockContainer"] { padding: calc(var(--bar) + 1rem) 1rem 0.5rem 1rem; }
iframe[title="streamlit_folium.st_folium"] { width: 100%; border: 0; }
td, [data-testid="stMetricValue"] { font-variant-numeric: tabular-nums; }
[data-testid="stCaptionContainer"], [data-testid="stCaptionContainer"] p { color: var(--quiet);
  opacity: 1; }
@media (max-width: 1100px) {
  .st-key-pages a { padding: 6px; }
  .st-key-pages a > span:first-child:has([data-testid="stIconMaterial"]) { display: none; }
}
@media (max-width: 768px) {
  .st-key-bar { padding-left: 48px; gap: 6px; }
  .st-key-pages { position: fixed; inset: auto 0 0 0; height: 52px; z-index: 1000001;
    width: 100vw !important; background: var(--ground); border-top: 1px solid var(--line);
    justify-content: space-around; align-items: center; }
  .st-key-pages a { padding: 2px 8px; }
  .st-key-pages a p { font-size: 14px; }
  .st-key-bar h1 { font-size: 14px; }
  [data-testid="stMainBlockContainer"] { padding-bottom: 64px; }
  [data-testid="stSidebar"][data-collapsed="false"] {
    height: calc(100dvh - var(--bar) - 52px) !important; }
}
@media (max-width: 480px) {
  /* The other language alone: the one that is spoken needs no button. */
  .st-key-bar-language button[aria-checked="true"] { display: none; }
  .st-key-bar-language button { min-width: max-content; }
  .st-key-bar > div:has(.st-key-plan-name) { flex: 1 1 130px !important; }
  .st-key-bar > div:has(.st-key-finder-box) { flex: 1 1 70px !important; min-width: 70px; }
}
@media print { .st-key-bar, [data-testid="stHeader"], [data-testid="stSidebar"] { display: none; } }
</style>
"""

#: Of the page that is the map: nothing but the frame, and what lies on it.
MAP_STYLE = """
<style>
[data-testid="stMainBlockContainer"] { padding: 0; }
[data-testid="stMain"] { overflow: hidden; }
iframe[title="streamlit_folium.st_folium"] { position: fixed; inset: var(--bar) 0 0 0;
  width: 100vw; height: calc(100dvh - var(--bar)) !important; z-index: 0; }
.st-key-card, .st-key-welcome { position: fixed; top: calc(var(--bar) + 12px); right: 12px;
  z-index: 20; width: var(--card); max-height: calc(100dvh - var(--bar) - 72px);
  overflow-y: auto; background: var(--ground); color: var(--ink); border-radius: 8px;
  padding: 12px 16px; box-shadow: 0 2px 12px rgba(11, 46, 79, .28); }
.st-key-card button { text-align: left; justify-content: flex-start; }
.st-key-chips { position: fixed; top: calc(var(--bar) + 10px); left: calc(var(--drawer) + 12px);
  right: calc(var(--card) + 36px); z-index: 15; flex-wrap: wrap; gap: 6px; width: auto; }
.st-key-chips [data-testid="stCaptionContainer"] { background: var(--ground); border-radius: 16px;
  padding: 5px 12px; }
.st-key-chips > div { width: auto !important; }
.st-key-chips button { border-radius: 16px; background: var(--ground); min-height: 32px;
  padding: 2px 12px; }
[data-testid="stSidebar"] { position: fixed !important; left: 0; z-index: 30; }
@media (max-width: 768px) {
  iframe[title="streamlit_folium.st_folium"] { inset: var(--bar) 0 52px 0;
    height: calc(100dvh - var(--bar) - 52px) !important; }
  .st-key-card, .st-key-welcome { inset: auto 0 52px 0; width: 100vw; max-height: 44dvh;
    border-radius: 12px 12px 0 0; }
  .st-key-chips { left: 12px; right: 12px; }
}
@media print {
  .st-key-chips, .st-key-welcome { display: none; }
  iframe[title="streamlit_folium.st_folium"] { inset: 0; height: 100dvh !important; }
  .st-key-card { position: static; box-shadow: none; max-height: none; width: auto; }
}
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
