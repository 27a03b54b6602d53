"""What is computed from prepared layers and the plan: kernels, and one package a question."""
