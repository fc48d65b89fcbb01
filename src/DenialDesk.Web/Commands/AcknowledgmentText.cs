using DenialDesk.App.Remittances;
using DenialDesk.X12.Acknowledgment;

namespace DenialDesk.Web.Commands;

/// <summary>What 999s, 997s and TA1s say about our files, as a person reads it on a terminal.</summary>
internal static class AcknowledgmentText
{
    public static void Write(TextWriter to, Inspection found)
    {
        foreach (var answer in found.Interchanges)
        {
            to.WriteLine();
            to.WriteLine($"Our file {answer.ControlNumber} (TA1): {InspectText.Words(answer.State)}. {answer.Sentence}");
        }

        foreach (var group in found.AnsweredGroups)
        {
            to.WriteLine();
            to.WriteLine($"Our group {group.Group?.ControlNumber} of {group.Group?.FunctionalId} ({group.Group?.Kind}): {InspectText.Words(group.State)}; {Told(group.Accepted)} of {Told(group.Received)} transactions accepted");
            foreach (var set in found.Sets.Where(s => ReferenceEquals(s.Group, group.Group))) { Set(to, set); }
        }

        var rejections = found.Rejections.Where(r => r.Who == "receiver").ToList();
        if (rejections.Count > 0)
        {
            to.WriteLine();
            to.WriteLine("What did not get in (everything else in a rejected transaction is lost with it; correct and send the whole of it again):");
            foreach (var rejection in rejections) { InspectText.Rejection(to, rejection); }
        }
    }

    private static void Set(TextWriter to, AcknowledgedSet set)
    {
        var errors = set.Errors.Count == 0 ? "" : $", {set.Errors.Count} segments in error";
        to.WriteLine($"  Transaction {set.SetId} {set.ControlNumber}: {InspectText.Words(set.State)}{errors}");
    }

    private static string Told(int? count) => count?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?";
}
