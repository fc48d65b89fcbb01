namespace DenialDesk.App.Payers;

/// <summary>
/// SQL for payers that were merged. Remittances and answers keep the payer that spoke, denials go to the one that stays; what one payer said of a claim is under both.
/// A payer that was merged points at the one that stays directly, never at another that went (MergePayers).
/// </summary>
internal static class MergedPayers
{
    /// <summary>The payer that stays of the one in this column; by the key of payer.</summary>
    public static string Root(string column) => $"(select coalesce(q.merged_into, q.payer_id) from payer q where q.payer_id = {column})";

    /// <summary>Whether what an answer is under is the payer of a denial, which has moved already. Nearly always the ids are equal and nothing is looked up.</summary>
    public static string IsOf(string answer, string payer) => $"({answer} = {payer} or {Root(answer)} = {payer})";

    /// <summary>Whether two answers or remittances are of one payer.</summary>
    public static string Same(string one, string other) => $"({one} = {other} or {Root(one)} = {Root(other)})";
}
