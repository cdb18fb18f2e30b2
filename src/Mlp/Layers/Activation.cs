namespace Mlp;

/// <summary>An activation of a layer, with its parameters. Softmax and log-softmax work along the last axis, the others on each value.</summary>
public abstract record Activation
{
    private static readonly Dictionary<string, Func<Activation>> Known = new()
    {
        ["linear"] = () => new Linear(),
        ["relu"] = () => new Relu(),
        ["leaky_relu"] = () => new LeakyRelu(),
        ["elu"] = () => new Elu(),
        ["selu"] = () => new Selu(),
        ["gelu"] = () => new Gelu(),
        ["silu"] = () => new Silu(),
        ["swish"] = () => new Silu(),
        ["softplus"] = () => new Softplus(),
        ["sigmoid"] = () => new Sigmoid(),
        ["tanh"] = () => new Tanh(),
        ["softmax"] = () => new Softmax(),
        ["log_softmax"] = () => new LogSoftmax(),
    };

    // Only the records below: backends switch over all of them.
    private Activation() { }

    /// <summary>The name as Keras writes it.</summary>
    public abstract string Name { get; }

    /// <summary>The activation of that Keras name, with default parameters.</summary>
    /// <exception cref="ArgumentException">The name is unknown; the message names the nearest known one.</exception>
    public static Activation Parse(string name) => Names.Find("activation", name, Known)();

    /// <inheritdoc cref="Parse"/>
    public static implicit operator Activation(string name) => Parse(name);

    /// <summary>y = x.</summary>
    public sealed record Linear : Activation
    {
        /// <inheritdoc/>
        public override string Name => "linear";
    }

    /// <summary>y = max(x, 0); slope 0 at 0.</summary>
    public sealed record Relu : Activation
    {
        /// <inheritdoc/>
        public override string Name => "relu";
    }

    /// <summary>y = x for x &gt; 0, else Slope*x. Slope 0.2 as keras.activations.leaky_relu (the Keras layer LeakyReLU has 0.3); the slope at 0 is Slope.</summary>
    /// <param name="Slope">Slope for negative x.</param>
    public sealed record LeakyRelu(double Slope = 0.2) : Activation
    {
        /// <inheritdoc/>
        public override string Name => "leaky_relu";
    }

    /// <summary>y = x for x &gt; 0, else Alpha*(exp(x) - 1).</summary>
    /// <param name="Alpha">The negative limit is -Alpha.</param>
    public sealed record Elu(double Alpha = 1) : Activation
    {
        /// <inheritdoc/>
        public override string Name => "elu";
    }

    /// <summary>y = Scale * (x for x &gt; 0, else Alpha*(exp(x) - 1)). Source: Klambauer et al. 2017.</summary>
    /// <param name="Alpha">alpha, 1.6732632423543772.</param>
    /// <param name="Scale">lambda, 1.0507009873554805.</param>
    public sealed record Selu(double Alpha = 1.6732632423543772, double Scale = 1.0507009873554805)
        : Activation
    {
        /// <inheritdoc/>
        public override string Name => "selu";
    }

    /// <summary>y = x * (1 + erf(x / sqrt 2)) / 2; approximate: x/2 * (1 + tanh(sqrt(2/pi) * (x + 0.044715 x^3))).</summary>
    /// <param name="Approximate">Use the tanh form. Keras' default is the exact one.</param>
    public sealed record Gelu(bool Approximate = false) : Activation
    {
        /// <inheritdoc/>
        public override string Name => "gelu";
    }

    /// <summary>y = x / (1 + exp(-x)).</summary>
    public sealed record Silu : Activation
    {
        /// <inheritdoc/>
        public override string Name => "silu";
    }

    /// <summary>y = log(1 + exp(x)) = max(x, 0) + log1p(exp(-|x|)).</summary>
    public sealed record Softplus : Activation
    {
        /// <inheritdoc/>
        public override string Name => "softplus";
    }

    /// <summary>y = 1 / (1 + exp(-x)).</summary>
    public sealed record Sigmoid : Activation
    {
        /// <inheritdoc/>
        public override string Name => "sigmoid";
    }

    /// <summary>y = tanh(x).</summary>
    public sealed record Tanh : Activation
    {
        /// <inheritdoc/>
        public override string Name => "tanh";
    }

    /// <summary>y_i = exp(x_i - max x) / sum_j exp(x_j - max x), along the last axis.</summary>
    public sealed record Softmax : Activation
    {
        /// <inheritdoc/>
        public override string Name => "softmax";
    }

    /// <summary>y_i = x_i - max x - log(sum_j exp(x_j - max x)), along the last axis.</summary>
    public sealed record LogSoftmax : Activation
    {
        /// <inheritdoc/>
        public override string Name => "log_softmax";
    }
}
