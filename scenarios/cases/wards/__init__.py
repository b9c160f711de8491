"""Database and container cluster incidents on AWS, as a monitoring vendor or a CloudWatch alarm opens them."""

from . import faults_access, faults_clusters, faults_databases, faults_tasks

CASES = (*faults_databases.CASES, *faults_access.CASES, *faults_tasks.CASES, *faults_clusters.CASES)
