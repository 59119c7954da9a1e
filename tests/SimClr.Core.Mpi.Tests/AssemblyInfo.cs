// Ranks that wait for each other take all processors: one job at a time.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
