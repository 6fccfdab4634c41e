pytest_plugins = [
    "tests.plugins.collector",
    "tests.plugins.engines",
    "tests.plugins.databases",
    "tests.plugins.browser",
]
