namespace DenialDesk.Domain.Codes;

/// <summary>One status of a 277 in words: what happened, what is wrong, and whose data it is about.</summary>
/// <remarks>A code outside the tables is shown as it is; nothing is guessed.</remarks>
public static class StatusSentence
{
    /// <summary>The sentence of one composite.</summary>
    /// <param name="book">The code tables in force.</param>
    /// <param name="category">Code list 507: A7.</param>
    /// <param name="code">Code list 508, or a pharmacy reject code when <paramref name="list"/> is RX; may be empty.</param>
    /// <param name="entity">Whose data: 82; may be empty.</param>
    /// <param name="list">RX for pharmacy reject codes; empty otherwise.</param>
    public static string Of(CodeBook book, string category, string code, string entity, string list = "")
    {
        var happened = book.ClaimStatusCategory(category)?.ShortTitle ?? (category.Length == 0 ? "No category" : $"Category {category}");
        var wrong = Wrong(book, code, list);
        var whose = EntityNames.Of(entity);
        return (wrong.Length, whose.Length) switch
        {
            (0, 0) => happened,
            (0, _) => $"{happened} ({whose})",
            (_, 0) => $"{happened} – {wrong}",
            _ => $"{happened} – {wrong} ({whose})",
        };
    }

    private static string Wrong(CodeBook book, string code, string list) => code switch
    {
        "" => "",
        _ when list == "RX" => $"pharmacy reject code {code}",
        _ => book.ClaimStatus(code)?.ShortTitle ?? $"status code {code}",
    };
}
