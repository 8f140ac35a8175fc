"""Brand value ranking of small and medium-sized enterprises: a model first, experts second, three ranked lists."""
