"""“Shanghai Brand” cultivation pilot (“上海品牌”培育试点), notice of 2024-05-31."""
