"""The pages a planner sees. The only part that imports streamlit."""
