"""The site comparison page: weights, ranking, robustness, papers."""
