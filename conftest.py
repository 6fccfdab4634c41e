pytest_plugins = ["tests.plugins.engines", "tests.plugins.databases", "tests.plugins.browser"]
