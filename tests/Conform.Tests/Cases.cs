namespace Conform.Tests;

/// <summary>Three small cases in a file, for verbs that compare results.</summary>
internal static class Cases
{
    // (1 + 1e8) - 1e8 is 0 in float32, and 1 when the sum runs backwards. The bound takes either.
    public const string Cancels = """
        {"id":"mine/cancels","family":"dense","op":"dense","params":{"activation":"linear"},"dtype":"float32","inputs":{"x":{"dtype":"float32","shape":[1,3],"data":[1,100000000,-100000000]},"kernel":{"dtype":"float32","shape":[3,1],"data":[1,1,1]},"bias":{"dtype":"float32","shape":[1],"data":[0]},"upstream":{"dtype":"float32","shape":[1,1],"data":[1]}},"expected":{"y":{"dtype":"float32","shape":[1,1],"data":[1]}},"bounds":{"y":{"policy":"dense","fail":[50],"warn":[0.5]}},"source":"by hand"}
        """;

    public const string Whole = """
        {"id":"mine/whole","family":"dense","op":"dense","params":{"activation":"linear"},"dtype":"float32","inputs":{"x":{"dtype":"float32","shape":[1,3],"data":[1,2,3]},"kernel":{"dtype":"float32","shape":[3,1],"data":[1,1,1]},"bias":{"dtype":"float32","shape":[1],"data":[0]},"upstream":{"dtype":"float32","shape":[1,1],"data":[1]}},"expected":{"y":{"dtype":"float32","shape":[1,1],"data":[6]}},"bounds":{"y":{"policy":"exact","fail":[0],"warn":null}},"source":"by hand"}
        """;

    public const string Loss = """
        {"id":"mine/loss","family":"losses","op":"mean_squared_error","params":{},"dtype":"float32","inputs":{"y_true":{"dtype":"float32","shape":[3,1],"data":[0,0,0]},"y_pred":{"dtype":"float32","shape":[3,1],"data":[1,2,3]}},"expected":{"sum":{"dtype":"float32","shape":[],"data":[14]}},"source":"by hand"}
        """;
}
