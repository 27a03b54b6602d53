"""The folium map, its symbols and the script that runs in the page."""
