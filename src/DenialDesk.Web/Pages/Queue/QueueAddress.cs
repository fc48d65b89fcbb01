using System.Globalization;
using DenialDesk.App.Queue;
using Microsoft.AspNetCore.WebUtilities;

namespace DenialDesk.Web.Pages.Queue;

/// <summary>Reads a queue's filter back out of an address, for pages that were opened from it.</summary>
internal static class QueueAddress
{
    /// <summary>The filter that stands in an address; <paramref name="search"/> is what its search key stands for.</summary>
    public static QueueFilter FilterOf(string address, Func<string?, string?> search)
    {
        var query = QueryHelpers.ParseQuery(new Uri(address).Query);
        string? Text(string name) => query.TryGetValue(name, out var value) && value.ToString() is { Length: > 0 } text ? text : null;
        int? Whole(string name) => int.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : null;
        long? Long(string name) => long.TryParse(Text(name), CultureInfo.InvariantCulture, out var number) ? number : null;
        return new()
        {
            State = Text("state"),
            Practice = Whole("practice"),
            Payer = Whole("payer"),
            Category = Text("category"),
            Department = Text("department"),
            Carc = Text("carc"),
            Preventable = bool.TryParse(Text("preventable"), out var preventable) && preventable ? true : null,
            Rarc = Text("rarc"),
            Traced = Text("traced"),
            Mapped = bool.TryParse(Text("mapped"), out var mapped) && mapped ? true : null,
            Provider = Text("provider"),
            Procedure = Text("procedure"),
            Owner = Text("owner"),
            Due = Text("due"),
            Age = Text("age"),
            Min = decimal.TryParse(Text("min"), CultureInfo.InvariantCulture, out var min) ? min : null,
            Text = search(Text("t")),
            File = Long("file"),
            Remittance = Long("remittance"),
            Month = Text("month"),
            First = bool.TryParse(Text("first"), out var first) && first ? true : null,
        };
    }
}
