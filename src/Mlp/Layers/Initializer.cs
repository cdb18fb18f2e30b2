namespace Mlp;

/// <summary>
/// How first weights are drawn, from fan_in inputs and fan_out units. The normal ones are cut at two standard deviations
/// and widened so that the given deviation is that of the cut distribution, as in Keras.
/// </summary>
public enum Initializer
{
    /// <summary>Uniform in +-sqrt(6 / (fan_in + fan_out)). Keras' default for kernels.</summary>
    GlorotUniform,

    /// <summary>Truncated normal, deviation sqrt(2 / (fan_in + fan_out)).</summary>
    GlorotNormal,

    /// <summary>Uniform in +-sqrt(6 / fan_in).</summary>
    HeUniform,

    /// <summary>Truncated normal, deviation sqrt(2 / fan_in).</summary>
    HeNormal,

    /// <summary>Uniform in +-sqrt(3 / fan_in).</summary>
    LecunUniform,

    /// <summary>Truncated normal, deviation sqrt(1 / fan_in).</summary>
    LecunNormal,

    /// <summary>All 0. Keras' default for biases.</summary>
    Zeros,
}

/// <summary>Keras' names of the initializers.</summary>
public static class Initializers
{
    private static readonly Dictionary<string, Initializer> Known = new()
    {
        ["glorot_uniform"] = Initializer.GlorotUniform,
        ["glorot_normal"] = Initializer.GlorotNormal,
        ["he_uniform"] = Initializer.HeUniform,
        ["he_normal"] = Initializer.HeNormal,
        ["lecun_uniform"] = Initializer.LecunUniform,
        ["lecun_normal"] = Initializer.LecunNormal,
        ["zeros"] = Initializer.Zeros,
    };

    /// <summary>The initializer of that Keras name.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    public static Initializer Parse(string name) => Names.Find("initializer", name, Known);

    /// <summary>The Keras name of the initializer.</summary>
    public static string Name(Initializer initializer) =>
        Known.Single(known => known.Value == initializer).Key;
}
