"""Makes the files of /transparency: each a real run of the five agents over a bundle of `scenarios/transparency`."""
