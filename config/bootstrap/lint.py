"""`./biginn lint`."""


def run(shop, arguments):
    raise NotImplementedError
