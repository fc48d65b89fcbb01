using System.Globalization;
using CsvHelper;
using DenialDesk.Domain.Codes;

namespace DenialDesk.App.Codes;

/// <summary>The code tables that come with the product, read from the embedded CSV files. Titles and notes are our own words.</summary>
public static class ShippedCodes
{
    private static readonly Lazy<CodeTables> LazyTables = new(Read);
    private static readonly Lazy<CodeBook> LazyBook = new(() => new CodeBook(LazyTables.Value));

    /// <summary>The rows as shipped.</summary>
    public static CodeTables Tables => LazyTables.Value;

    /// <summary>The book built from the rows as shipped.</summary>
    public static CodeBook Book => LazyBook.Value;

    /// <summary>Opens one of the embedded reference files (<c>carc.csv</c>).</summary>
    internal static Stream Open(string file)
    {
        var assembly = typeof(ShippedCodes).Assembly;
        return assembly.GetManifestResourceStream($"DenialDesk.App.Codes.Reference.{file}")
            ?? throw new InvalidOperationException($"The reference file {file} is missing from {assembly.GetName().Name}.");
    }

    private static CodeTables Read() => new()
    {
        Carcs = Rows("carc.csv", Carc),
        CarcRules = Rows("carc_rules.csv", row => new CarcRule(row["code"], Words(row["groups_allowed"]), Yes(row["rarc_required"]), Maybe(row["scope"]))),
        Rarcs = Rows("rarc.csv", row => new Rarc(
            row["code"], row["short_title"], row["kind"] == "alert", Words(row["refines"]), row["category_hint"], row["status"] == "active")),
        PairOverrides = Rows("pair_overrides.csv", row => new PairOverride(
            row["carc"], row["rarc"], Category(row["category"]), CodeNames.Read<Department>(row["department"]),
            CodeNames.TryRead<Hardness>(row["hardness"]), CodeNames.Read<FirstAction>(row["first_action"]),
            Yes(row["appealable"]), row["basis"], row["note"])),
        Groups = Rows("group_codes.csv", row => new GroupCode(
            row["code"], row["short_title"], row["who_bears_it"], Yes(row["may_bill_patient"]), Yes(row["in_5010_835"]), row["rule"])),
        PlbReasons = Rows("plb_reason.csv", row => new PlbReason(
            row["code"], row["short_title"], row["usual_effect"], row["posting"], Yes(row["work_item"]), row["notes"])),
        StatusCodes = Rows("claim_status.csv", row => new ClaimStatusCode(
            row["code"], row["short_title"], Category(row["category"]), CodeNames.Read<Department>(row["department"]),
            CodeNames.Read<FirstAction>(row["first_action"]), Yes(row["needs_entity_code"]))),
        StatusCategories = Rows("claim_status_category.csv", row => new ClaimStatusCategory(
            row["code"], row["short_title"], row["family"], row["outcome"], Yes(row["work_item"]),
            CodeNames.Read<FirstAction>(row["first_action"]), row["notes"])),
    };

    private static Carc Carc(Row row) => new(
        row["code"],
        row["short_title"],
        CodeNames.Read<Bucket>(row["kind"]),
        Category(row["category"]),
        CodeNames.Read<Department>(row["department"]),
        CodeNames.TryRead<Hardness>(row["hardness"]),
        row["preventable"] switch { "y" => Preventability.Yes, "maybe" => Preventability.Maybe, _ => Preventability.No },
        Yes(row["clinical"]),
        CodeNames.Read<FirstAction>(row["first_action"]),
        Day(row["start"]) ?? DateOnly.MinValue,
        Day(row["stop"]),
        row["notes"]);

    private static List<T> Rows<T>(string file, Func<Row, T> make)
    {
        using var csv = CsvReader.Create(Open(file), CsvReaderOptions.Default with { Separator = ',' });
        var rows = new List<T>();
        while (csv.Read())
        {
            rows.Add(make(new Row(csv)));
        }

        return rows;
    }

    private static DenialCategory? Category(string name) => name is "none" or "" ? null : CodeNames.Read<DenialCategory>(name);

    private static DateOnly? Day(string text) =>
        text.Length == 0 ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static string[] Words(string text) => text.Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private static string? Maybe(string text) => text.Length == 0 ? null : text;

    private static bool Yes(string text) => text == "y";

    private readonly record struct Row(CsvReader Csv)
    {
        internal string this[string column] => Csv.GetString(column).Trim();
    }
}
