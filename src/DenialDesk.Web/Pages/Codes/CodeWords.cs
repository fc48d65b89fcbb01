using DenialDesk.App.Codes;
using DenialDesk.Domain.Codes;

namespace DenialDesk.Web.Pages.Codes;

/// <summary>Codes and their rules, in words.</summary>
internal static class CodeWords
{
    /// <summary>The kinds of change a preview counts, in the order of their tiles.</summary>
    public static IReadOnlyList<string> Kinds { get; } = ["opens", "closes", "category", "deadline", "rank", "state", "other", "kept"];

    public static string Kind(CodeRuleKind kind) => kind switch
    {
        CodeRuleKind.Carc => "Reason code (CARC)",
        CodeRuleKind.Rarc => "Remark code (RARC)",
        CodeRuleKind.Pair => "CARC with RARC",
        _ => "CARC with group",
    };

    public static string Change(string kind) => kind switch
    {
        "opens" => "Would open",
        "closes" => "No denial any more",
        "category" => "Other category",
        "deadline" => "Other deadline",
        "rank" => "Other rank",
        "state" => "Other state",
        "other" => "Other details",
        _ => "Kept as decided",
    };

    public static string Means(Bucket means) => means switch
    {
        Bucket.Denial => "A denial",
        Bucket.Contractual => "Contract cut",
        Bucket.Patient => "Patient's share",
        Bucket.Cob => "Other payer",
        Bucket.Informational => "Information",
        _ => "Reversal",
    };

    /// <summary>What a rule makes of its codes.</summary>
    public static string Of(CodeRule rule) => rule switch
    {
        { Means: not Bucket.Denial, Kind: CodeRuleKind.Carc or CodeRuleKind.Group } => Means(rule.Means),
        { Category: { } category } => Words.Of(category.Text()),
        _ => "no meaning of its own",
    };

    public static string Standing(CodeListStanding standing) => standing switch
    {
        CodeListStanding.Same => "same",
        CodeListStanding.Changed => "changed",
        CodeListStanding.Added => "added",
        _ => "cannot be taken",
    };
}
