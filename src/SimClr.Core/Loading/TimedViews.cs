using System.Collections;
using System.Diagnostics;

namespace SimClr.Core.Loading;

/// <summary>Views as another enumerator gives them; a clock runs while they are waited for.</summary>
internal sealed class TimedViews(IEnumerator<TrainingBatch> views, Stopwatch waiting) : IEnumerator<TrainingBatch>
{
    public TrainingBatch Current => views.Current;

    object IEnumerator.Current => Current;

    public bool MoveNext()
    {
        waiting.Start();
        try
        {
            return views.MoveNext();
        }
        finally
        {
            waiting.Stop();
        }
    }

    public void Reset() => views.Reset();

    public void Dispose() => views.Dispose();
}
