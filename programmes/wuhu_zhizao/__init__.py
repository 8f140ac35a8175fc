"""“芜湖智造”品牌认证: products certified by outside bodies against a standard, rewarded once."""
