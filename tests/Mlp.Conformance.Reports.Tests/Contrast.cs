using System.Globalization;

namespace Mlp.Conformance.Reports.Tests;

/// <summary>
/// WCAG 2.1's contrast of every text that is seen: (L1 + 0.05) / (L2 + 0.05), L the relative luminance of text and ground. AA asks for
/// 4.5, and for 3 of large text (24 px, or 18.66 px in bold).
/// </summary>
/// <param name="Text">Its first characters.</param>
/// <param name="Ratio">Its contrast.</param>
/// <param name="Due">What AA asks of it.</param>
internal sealed record Contrast(string Text, double Ratio, double Due)
{
    // Colours of any notation are painted and read back; a ground is what the elements above it lay over each other.
    private const string Measure = """
        const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
        const known = new Map();
        const rgba = color => {
          if (!known.has(color)) {
            canvas.clearRect(0, 0, 1, 1);
            canvas.fillStyle = color;
            canvas.fillRect(0, 0, 1, 1);
            const [r, g, b, a] = canvas.getImageData(0, 0, 1, 1).data;
            known.set(color, [r, g, b, a / 255]);
          }
          return known.get(color);
        };
        const over = (top, ground) => ground.map((value, i) => top[i] * top[3] + value * (1 - top[3]));
        const groundOf = element => {
          if (!element) return [255, 255, 255];
          const paint = rgba(getComputedStyle(element).backgroundColor);
          return paint[3] === 1 ? paint.slice(0, 3) : over(paint, groundOf(element.parentElement));
        };
        const luminance = color => color
          .map(value => value / 255)
          .map(value => (value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4))
          .reduce((sum, value, i) => sum + value * [0.2126, 0.7152, 0.0722][i], 0);
        const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        const all = [];
        while (walker.nextNode()) {
          const text = walker.currentNode.data.trim();
          const element = walker.currentNode.parentElement;
          if (!text || element.closest('script, style, title, noscript, option')) continue;
          if (!element.checkVisibility() || element.getClientRects().length === 0) continue;
          const style = getComputedStyle(element);
          const ground = groundOf(element);
          const ink = over(rgba(element.namespaceURI.endsWith('svg') ? style.fill : style.color), ground);
          const [light, dark] = [luminance(ink), luminance(ground)].sort((a, b) => b - a);
          const size = parseFloat(style.fontSize);
          const large = size >= 24 || (size >= 18.66 && Number(style.fontWeight) >= 700);
          all.push([text.slice(0, 40), (light + 0.05) / (dark + 0.05), large ? 3 : 4.5]);
        }
        return all;
        """;

    /// <summary>All texts of a page that are seen.</summary>
    public static IReadOnlyList<Contrast> Of(Page page) =>
        [
            .. ((IEnumerable<object>)page.Script(Measure)!)
                .Cast<IReadOnlyList<object>>()
                .Select(text => new Contrast(
                    (string)text[0],
                    Convert.ToDouble(text[1], CultureInfo.InvariantCulture),
                    Convert.ToDouble(text[2], CultureInfo.InvariantCulture)
                )),
        ];
}
