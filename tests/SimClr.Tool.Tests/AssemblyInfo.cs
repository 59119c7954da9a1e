// Browsers are timed, and torch's state is global: tests run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
