"""Measuring the search: bulk documents, questions cut from them, figures."""
