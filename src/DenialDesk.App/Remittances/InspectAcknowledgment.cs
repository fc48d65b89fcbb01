using DenialDesk.Domain.Codes;
using DenialDesk.X12;
using DenialDesk.X12.Acknowledgment;

namespace DenialDesk.App.Remittances;

/// <summary>The 999s, 997s and TA1s of a file: what of ours was taken, and every rejection with its reason in words.</summary>
internal static class InspectAcknowledgment
{
    public static IReadOnlyList<Problem> Run(Stream content, Inspection found)
    {
        var file = AcknowledgmentFile.Read(content);
        found.Interchanges.AddRange(file.Interchanges);
        found.Sets.AddRange(file.Sets);
        found.AnsweredGroups.AddRange(file.Groups);
        found.Rejections.AddRange(file.Rejections.Select(Rejection));
        if (!found.HoldsStatus)
        {
            var alone = file.Groups.Count == 0 && file.Sets.Count == 0;
            found.Accepted = alone ? file.Interchanges.Count(i => i.State is AcknowledgmentState.Accepted or AcknowledgmentState.AcceptedWithErrors) : file.Accepted;
            found.Rejected = alone ? file.Interchanges.Count(i => i.State == AcknowledgmentState.Rejected) : file.Rejected;
        }

        return file.Problems;
    }

    private static InspectRejection Rejection(FileRejection rejection) => new(
        rejection.Kind,
        rejection.Scope.Text(),
        rejection.PatientControlNumber,
        null,
        rejection.ControlNumber.Length > 0 ? rejection.ControlNumber : null,
        "receiver",
        "",
        null,
        rejection.Codes,
        rejection.Sentences,
        false,
        rejection.At);
}
