"""Microservice applications on Kubernetes: faults, healthy controls and blind cases."""

from scenarios.cases.offices import faults_platform, faults_services, faults_workloads

CASES = (*faults_workloads.CASES, *faults_platform.CASES, *faults_services.CASES)
