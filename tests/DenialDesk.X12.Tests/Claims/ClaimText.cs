using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text;
using DenialDesk.X12.Claims;

namespace DenialDesk.X12.Tests.Claims;

/// <summary>Every property of what was read, by name, one value a line; addresses as offsets only where asked for.</summary>
internal static class ClaimText
{
    public static string Of(ReadClaims read, bool withPlaces = true)
    {
        var text = new StringBuilder();
        foreach (var claim in read.Claims)
        {
            Put(text, "claim", claim, withPlaces);
        }

        foreach (var totals in read.Totals)
        {
            Put(text, "totals", totals, withPlaces);
        }

        foreach (var problem in read.Problems)
        {
            text.Append(CultureInfo.InvariantCulture, $"{problem.Severity} {problem.Code}{(withPlaces ? $" at {problem.At}" : "")}: {problem.Sentence}\n");
        }

        return text.ToString();
    }

    private static void Put(StringBuilder text, string name, object? value, bool withPlaces)
    {
        switch (value)
        {
            case null or "" or false or ClaimSource or Envelope:
                return;
            case Location at:
                if (withPlaces)
                {
                    text.Append(CultureInfo.InvariantCulture, $"{name} = {at.Segment}{(at.Element > 0 ? $".{at.Element}" : "")}\n");
                }

                return;
            case string or bool or Enum or decimal or int or DateOnly:
                text.Append(CultureInfo.InvariantCulture, $"{name} = {(value is DateOnly d ? d.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : value)}\n");
                return;
            case IEnumerable many:
                var i = 0;
                foreach (var one in many)
                {
                    Put(text, $"{name}[{i++}]", one, withPlaces);
                }

                return;
        }

        foreach (var property in value.GetType().GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0))
        {
            // Raw text of kept segments shows the sender's delimiters, which Dress changes.
            if (withPlaces || property.DeclaringType?.Name != "KeptSegment" || property.Name != "Text")
            {
                Put(text, $"{name}.{property.Name}", property.GetValue(value), withPlaces);
            }
        }
    }
}
