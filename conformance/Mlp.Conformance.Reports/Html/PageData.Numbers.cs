using System.Text.Json;
using static Mlp.Conformance.Reports.PageJson;

namespace Mlp.Conformance.Reports;

/// <summary>What other parts name by its number.</summary>
internal sealed partial class PageData
{
    private int Backend(string name)
    {
        for (var i = 0; i < report.Backends.Count; i++)
        {
            if (report.Backends[i].Results.Name == name)
            {
                return i;
            }
        }

        return -1;
    }

    private void Family(Utf8JsonWriter json, string family) =>
        json.WriteNumberValue(Array.IndexOf(families, family));

    private void Case(Utf8JsonWriter json, string? id)
    {
        if (id is not null && cases.TryGetValue(id, out var index))
        {
            json.WriteNumberValue(index);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private void Text(Utf8JsonWriter json, string? text)
    {
        if (string.IsNullOrEmpty(text))
        {
            json.WriteNullValue();
        }
        else
        {
            json.WriteNumberValue(texts.Of(Short(text)));
        }
    }
}
