"""What a container cluster's own objects say: pods, workloads, nodes, volumes, services, read leniently."""
