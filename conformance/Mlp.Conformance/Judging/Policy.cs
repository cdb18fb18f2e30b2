namespace Mlp.Conformance;

/// <summary>One entry of the tolerance policy.</summary>
/// <param name="Name">Its name in fixtures and failures.</param>
/// <param name="Formula">The failing bound, as text. u is the unit roundoff of the type (2^-24, 2^-53), eta its smallest normal number.</param>
/// <param name="Reason">Why that much, and no more; and where the warning lies.</param>
public sealed record ToleranceEntry(string Name, string Formula, string Reason);

/// <summary>The table of the tolerance policy. The formulas stand as code in <c>Bounds/</c>, here in words.</summary>
internal static class Policy
{
    private const string Warned = " Warning: half.";
    private const string WarnedByNoise =
        " Warning: 3 times the recorded noise; half where none is recorded.";

    /// <summary>All entries by name.</summary>
    public static IReadOnlyDictionary<string, ToleranceEntry> Entries { get; } =
        new ToleranceEntry[]
        {
            new(
                "exact",
                "0",
                "Nothing is rounded: masks, labels, counts, whole numbers, plain values. NaN and infinities in the same places."
            ),
            new(
                "elementary",
                "sigmoid 4, tanh 5, softplus 6, leaky_relu 2 ULP + eta; slopes: sigmoid 12*u*s, tanh u*(2 + 12*y^2), softplus 4 ULP, leaky_relu 1 ULP, times |upstream|, + u*|g|",
                "A good elementary function is off by a few units in the last place; s*(1-s) and 1-y^2 keep the error of what has come to 1. Warning: 1 ULP, slopes half."
            ),
            new(
                "exp_minus_1",
                "4*u*|alpha*scale| + 3 ULP + eta; slope the same with 5 ULP",
                "exp(x) - 1 is off by its rounding at 1. Warning: 4 ULP, which expm1 keeps."
            ),
            new(
                "gated",
                "gelu 6*u*|x| (approximate 8), silu 6 ULP; slopes 8*u*|upstream| and u*s*(12 + 10*|x|)*|upstream|, + eta",
                "1 + erf(x) loses the digits of a small sum, so the error follows x, not y."
                    + Warned
            ),
            new(
                "softmax",
                "p*u*(|x - max| + n + 8) + eta; slope by its running error",
                "The error of exp(x - max) follows |x - max|, that of the sum n. Warning: with 2*sqrt(n) for n."
            ),
            new(
                "log_softmax",
                "4*u*(|x - max| + ln n + 1) + eta; slope by its running error",
                "Absolute: a logarithm near 0 has no digits to be relative to." + Warned
            ),
            new(
                "cross_entropy_logits",
                "sum|t_j| * 4*u*(max x - x_j + ln C + 1) + m*u*sum|t_j*l_j| for m > 1 targets that are not 0",
                "log-sum-exp is off by the spread of the logits, however small the loss comes out."
                    + Warned
            ),
            new(
                "cross_entropy_probabilities",
                "sum|t_j| * 4*u*(|log c_j| + C*sum|p|/|sum p|) + m*u*sum|t_j*log c_j| for m > 1 targets that are not 0; binary + |1-t|*|log((1 - upper)/1e-7)| where the upper clip, rounded to the type, decides",
                "The division by the row's sum is off by C*u, the logarithm by a few ULP; 1 - 1e-7 is 0.99999988 in float32."
                    + Warned
            ),
            new(
                "squared_error",
                "mean over k outputs of (k+4)*u*d^2 + 2*|d|*c + c^2, d = p - y, c what is lost when p and y are brought into the type",
                "The difference of two numbers of the type is exact to u*|d|, however large they are."
                    + Warned
            ),
            new(
                "absolute_error",
                "mean over k outputs of (k+3)*u*|d| + c",
                "As squared_error." + Warned
            ),
            new(
                "weighted_reduction",
                "(N+4)*u*sum|w*l|/|D| + sum|w|*b/|D| + eta, b the bound of each loss; and (N+4)*u*(sum|w|/|D|)*|value| where D is a sum of weights",
                "Products, a sum in any order, a division and a running total. Warning: 4*(log2 N + 1) for N + 4, which a tree of lanes keeps; half of b."
            ),
            new(
                "loss_gradient",
                "|w/D| * (slope's bound + 3*u*|slope|) + eta; slopes: logits p*u*(|x - max| + C + 8) + t*(sum of these) + 2*u*(p + t), probabilities (2C + 12)*u*(t/p + 1/sum p), binary 8*u*(t/p + (1-t)/(1-p)), squared 8*u*|d|/k, absolute 2*u/k",
                "The condition of the slope, which for probabilities grows as 1/p." + Warned
            ),
            new(
                "dense",
                "(K+1)*u*sum|a||b| for a sum of K products, carried through the activation and into the gradients",
                "Any order of a sum of products stays within it, and no cancellation is forgiven or blamed. Warning: at most 8 for K."
            ),
            new(
                "integers",
                "0",
                "Sums of whole numbers below 2^24, times a power of two, are exact in any order."
            ),
            new(
                "network",
                "K*u*sum|a||b| + sum|w|*(bound of the input) in every layer, through the activations",
                "Running error analysis from the inputs to the outputs. Warning: 8 for K."
            ),
            new(
                "optimizer_step",
                "sum over steps of 4 ULP of the larger of w before and after + (c + r)*u*|move|, all gradients taken as |g|; c = 4 (SGD), 8 + 2/(1-b1) + 1/(1-b2) (Adam), 8 + (8 + t + 1/(1-rho))*cond/2 (RMSprop), + n/2 + 4 for a norm over n; r the rate's",
                "Every step rounds the weight and the move; in float32 1 - beta has few digits, and powers of beta cancel against 1. Warning: 1 ULP and half."
            ),
            new(
                "learning_rate",
                "u*|rate| * (constant 1, others 8; exponential + |e| + 2*|e*ln rate|, e the exponent); polynomial and cosine by the size of their terms",
                "A power multiplies the relative error of its base by the exponent; 1 + cos cancels near the end. Warning: u*|rate| and half."
            ),
            new(
                "accuracy",
                "(B+3)*u*|value| after B batches; weighted 2*(N+4)*u*sum|w|/|sum w|",
                "Hits are counted exactly; a wrong count is off by 1/N." + Warned
            ),
            new(
                "metric_mean",
                "as weighted_reduction, D the rows or the sum of weights; its root: bound/(2*root) + 2*u*root",
                "A mean over rows, however they come in batches."
            ),
            new(
                "running_mean",
                "(n+4)*u*sum|w*v|/|sum w| + (n+4)*u*(sum|w|/|sum w|)*|value| + eta",
                "Total and count, each a sum. Warning: 4*(log2 n + 1) for n + 4."
            ),
            new(
                "scaler_mean",
                "N*2^-53*mean|x|; with weights 2N + 2 for N",
                "Statistics are float64 whatever the input. Held against 60 digits where a case has them."
            ),
            new(
                "scaler_variance",
                "4*N*2^-53*var + (N*2^-53*mean|x|)^2, merged chunks + 4*N*2^-53*mean|x|*sqrt(var); scale: bound/(2*scale) + 2^-53*scale, 0 for a constant column",
                "A two-pass or Welford sum keeps it; E[x^2] - E[x]^2 does not."
            ),
            new(
                "scaler_rows",
                "(mean's bound + 3*u*|x - mean| + |x - mean|*(scale's bound)/scale)/scale; inverse: that times scale, + u*(2*|x - mean| + 2*|x| + |mean|)",
                "The bounds of mean and scale, carried through two operations in the type of the rows."
                    + Warned
            ),
            new(
                "fit_figures",
                "t*max(1, |expected|); t = 1e-6 to 40 steps, 1e-5 to 800, 20 times that for Adam and RMSprop; in float64 times 2^-29",
                "Differences of rounding grow with the steps; Keras in float32 against Keras in float64 stays within."
                    + WarnedByNoise
            ),
            new(
                "fit_accuracy",
                "t + (rows seen / 1000, rounded down) / rows",
                "A row that sits between two classes may fall on either side: 1 in 1,000."
                    + WarnedByNoise
            ),
            new(
                "fit_weights",
                "t*(largest weight of the model), t as in fit_figures; digests: sum sqrt(n) times that, sum of squares by Cauchy and Schwarz",
                "Their error comes from sums of gradients, not from their own size." + WarnedByNoise
            ),
            new(
                "fit_predictions",
                "t*(largest prediction), t as in fit_figures",
                "As fit_weights." + WarnedByNoise
            ),
            new(
                "imported",
                "max(1e-6, 8*f32_gap)*max(1, |expected64|); of a training its recorded noise, if larger",
                "The rule of the imported files: what the library itself was off in float32, eight times. Warning: the policy's own bound, where smaller; of a training 3 times the recorded noise, or the rule where the noise is larger."
            ),
            new(
                "imported_float64",
                "1e-9*max(1, |expected64|)",
                "The rule of the imported files for float64. Warning: the policy's own bound, where smaller."
            ),
            new(
                "imported_float32",
                "1e-6*max(1, |expected|)",
                "Where float32 itself decides (f32_asymmetry), the value in float32 is what is due."
            ),
        }.ToDictionary(entry => entry.Name);
}
