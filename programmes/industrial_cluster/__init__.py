"""Municipal SME characteristic industrial cluster (市级中小企业特色产业集群), notice of 2024-04-16."""
