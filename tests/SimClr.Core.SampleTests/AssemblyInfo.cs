// torch's random state, thread count and dispose scopes are global: tests run one after the other.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
