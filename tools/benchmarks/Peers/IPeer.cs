namespace Benchmarks;

/// <summary>Another library that does the same work.</summary>
internal interface IPeer
{
    /// <summary>Its name in tables.</summary>
    string Name { get; }

    /// <summary>What runs, for the record.</summary>
    string Version { get; }

    /// <summary>A contender that trains; null where the library only predicts.</summary>
    IContender? Training(TrainingWork work, int threads);

    /// <summary>A contender that predicts.</summary>
    IContender Prediction(PredictionWork work, int threads);
}
