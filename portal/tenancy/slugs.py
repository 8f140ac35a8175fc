"""First parts of an address that can never be a tenant's."""

RESERVED = frozenset(
    {
        *("my", "accounts", "static", "healthz", "readyz", "demo", "i18n", "platform", "api", "_parts", "large-type"),
        *("landing", "favicon.ico", "robots.txt", "files"),
    }
)
