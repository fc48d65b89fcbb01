using CsvHelper;
using DenialDesk.App.Data;
using DenialDesk.App.People;
using DenialDesk.Domain;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.People;
using Npgsql;

namespace DenialDesk.App.Codes;

/// <summary>Which list of codes a text belongs to.</summary>
public enum OfficialList
{
    /// <summary>Claim adjustment reason codes.</summary>
    Carc,

    /// <summary>Remittance advice remark codes.</summary>
    Rarc,
}

/// <summary>How a list of official texts stands to the one that is here.</summary>
/// <param name="Unknown">Codes that the desk's own list does not have; their texts are kept too.</param>
/// <param name="Gone">Codes that have a text now and none in the list.</param>
public sealed record OfficialTextsDiff(int Same, int Changed, int Added, int Gone, IReadOnlyList<string> Unknown)
{
    /// <summary>"12 new, 3 changed, 380 the same, 1 no longer in the list."</summary>
    public string Sentence => $"{Added:N0} new, {Changed:N0} changed, {Same:N0} the same, {Gone:N0} no longer in the list{(Unknown.Count == 0 ? "" : $"; {Unknown.Count:N0} of codes the desk does not know ({string.Join(", ", Unknown.Take(5))}{(Unknown.Count > 5 ? " …" : "")})")}.";
}

/// <summary>
/// Brings in the official texts of a list of codes, which the site needs a licence for: first what would change, then the list in the place of the one
/// before. The desk ships titles in words of its own and reads nothing out of these texts.
/// </summary>
public sealed class BringOfficialTexts(DeskSource database, LoadCodeBook codes, TimeProvider clock)
{
    private const int MostRows = 20_000;
    private const int MostLetters = 4_000;

    /// <summary>The list and what to do with it.</summary>
    public sealed record Input
    {
        public required OfficialList List { get; init; }

        /// <summary>CSV with a column Code and a column Description (or Text); empty takes the texts that are here away.</summary>
        public required byte[] Content { get; init; }

        /// <summary>What the list calls itself, up to 60 characters, e.g. its date; shown with every text.</summary>
        public string Edition { get; init; } = "";

        /// <summary>The person confirms that the site is licensed to use the texts.</summary>
        public bool Licensed { get; init; }

        /// <summary>False only tells what would change.</summary>
        public bool Apply { get; init; }
    }

    /// <summary>What changes or changed, or why nothing can.</summary>
    public async Task<(OfficialTextsDiff? Diff, Refusal? Refusal)> Run(Input input, Actor actor, CancellationToken cancellation)
    {
        actor.Must(Permission.ManageCodes);
        var (texts, refusal) = Read(input);
        if (refusal is not null) { return (null, refusal); }

        if (input.Apply && texts.Count > 0 && !input.Licensed) { return (null, new("licence_not_confirmed", "Confirm that your organisation holds a licence for these texts; without one they may not be kept here.")); }

        if (input.Apply && texts.Count > 0 && input.Edition.Trim().Length is < 1 or > 60) { return (null, new("edition_missing", "Say which edition this is, for example its date; it is shown with every text.")); }

        var book = await codes.RunAsync(cancellation);
        await using var connection = await database.OpenConnectionAsync(cancellation);
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        var now = clock.GetUtcNow();
        var list = input.List.Text();
        var diff = Differ(await HereAsync(connection, transaction, list, cancellation), texts, c => input.List == OfficialList.Carc ? book.Carc(c, DateOnly.FromDateTime(now.UtcDateTime)) is not null : book.Rarc(c) is not null);
        if (!input.Apply) { return (diff, null); }

        await using var replace = new NpgsqlCommand(
            """
            with gone as (delete from official_text where list = $1 and not (code = any($2)))
            insert into official_text (list, code, text, edition, brought_at) select $1, x.code, x.text, $4, $5 from unnest($2::text[], $3::text[]) as x (code, text)
            on conflict (list, code) do update set text = excluded.text, edition = excluded.edition, brought_at = excluded.brought_at
            """,
            connection,
            transaction)
        {
            Parameters = { new() { Value = list }, new() { Value = texts.Keys.ToArray() }, new() { Value = texts.Values.ToArray() }, new() { Value = input.Edition.Trim() }, new() { Value = now } },
        };
        await replace.ExecuteNonQueryAsync(cancellation);
        await Journal.AppendAsync(
            connection, transaction, actor, now, cancellation,
            new JournalEntry(texts.Count > 0 ? "codes.official_texts_brought" : "codes.official_texts_removed", "official_text", list, null, null, new { Edition = input.Edition.Trim(), diff.Added, diff.Changed, diff.Same, diff.Gone, input.Licensed }));
        await transaction.CommitAsync(cancellation);
        return (diff, null);
    }

    private static (Dictionary<string, string> Texts, Refusal? Refusal) Read(Input input)
    {
        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        if (input.Content.Length == 0) { return (texts, null); }

        using var content = new MemoryStream(input.Content);
        using var csv = CsvReader.Create(content, CsvReaderOptions.Default with { Separator = ',', IncludeValuesInExceptions = false });
        try
        {
            var headers = csv.Headers.ToList();
            string? Column(params string[] names) => headers.Find(h => names.Contains(h.Trim(), StringComparer.OrdinalIgnoreCase));
            if (Column("Code") is not { } code || Column("Description", "Text") is not { } text) { return (texts, new("no_text_list", "The list needs a column Code and a column Description.")); }

            while (csv.Read() && texts.Count < MostRows)
            {
                var (key, value) = (csv.GetString(code).Trim().ToUpperInvariant(), csv.GetString(text).Trim());
                if (key.Length is 0 or > 10 || value.Length is 0 or > MostLetters) { continue; }

                texts[input.List == OfficialList.Rarc ? CodeForm.Rarc(key) : key] = value;
            }

            return (texts, texts.Count > 0 ? null : new("no_texts", "The list holds no code with a text. Nothing was changed."));
        }
        catch (CsvFormatException)
        {
            return (texts, new("no_csv", "The list cannot be read as CSV. Save it again as CSV (UTF-8)."));
        }
    }

    private static async Task<Dictionary<string, string>> HereAsync(NpgsqlConnection connection, NpgsqlTransaction transaction, string list, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("select code, text from official_text where list = $1 for update", connection, transaction) { Parameters = { new() { Value = list } } };
        await using var rows = await command.ExecuteReaderAsync(cancellation);
        var here = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        while (await rows.ReadAsync(cancellation)) { here[rows.GetString(0)] = rows.GetString(1); }

        return here;
    }

    private static OfficialTextsDiff Differ(Dictionary<string, string> here, Dictionary<string, string> list, Func<string, bool> known) => new(
        list.Count(t => here.TryGetValue(t.Key, out var text) && text == t.Value), list.Count(t => here.TryGetValue(t.Key, out var text) && text != t.Value),
        list.Keys.Count(c => !here.ContainsKey(c)), here.Keys.Count(c => !list.ContainsKey(c)), [.. list.Keys.Where(c => !known(c)).Order(StringComparer.Ordinal)]);
}
