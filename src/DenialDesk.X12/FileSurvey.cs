using DenialDesk.X12.Claims;
using DenialDesk.X12.Status;

namespace DenialDesk.X12;

/// <summary>How much of one type a file holds.</summary>
/// <param name="Type">835, 277CA, 277, 277RFI, 277P, 277DRA, 999, 997, TA1, 837P, 837I, 837D; otherwise ST01 as sent.</param>
/// <param name="Transactions">Transactions of it; for TA1 the segments.</param>
/// <param name="Segments">Segments in them, ST and SE included.</param>
public sealed record SurveyedType(string Type, int Transactions, int Segments);

/// <summary>A fast look at what a file holds, by content alone: a file's name and ending decide nothing.</summary>
public sealed class FileSurvey
{
    private readonly List<SurveyedType> types = [];

    private FileSurvey()
    {
    }

    /// <summary>What the file holds, in the order of first appearance.</summary>
    public IReadOnlyList<SurveyedType> Types => types;

    /// <summary>Every problem of wrappers and segments, up to the limit; nothing is said here of what stands inside transactions.</summary>
    public IReadOnlyList<Problem> Problems { get; private set; } = [];

    /// <summary>Looks through a stream from where it stands; the stream is left open.</summary>
    public static FileSurvey Run(Stream stream, X12Limits? limits = null)
    {
        using var reader = new X12Reader(stream, limits);
        var survey = new FileSurvey();
        var (type, segments) = ("", 0);
        while (reader.Read())
        {
            switch (reader.Id)
            {
                case SegmentId.ST:
                    survey.Add(type, segments);
                    (type, segments) = (TypeOf(reader, "", ""), 1);
                    break;
                case SegmentId.SE or SegmentId.GS or SegmentId.GE or SegmentId.ISA or SegmentId.IEA:
                    survey.Add(type, segments + (reader.Id == SegmentId.SE ? 1 : 0));
                    (type, segments) = ("", 0);
                    break;
                case SegmentId.TA1 when type.Length == 0:
                    survey.Add("TA1", 1);
                    break;
                default:
                    segments++;
                    type = (type, reader.Id) switch
                    {
                        ("277", StatusSegment.BHT) => TypeOf(reader, reader.Segment.Code(1), reader.Segment.Code(6)),
                        ("837", _) => Of837(ClaimFlavors.OfService(reader.Segment.Id)),
                        _ => type,
                    };
                    break;
            }
        }

        survey.Add(type, segments);
        survey.Problems = reader.Problems;
        return survey;
    }

    /// <summary>True when the file holds something of a type.</summary>
    public bool Holds(params ReadOnlySpan<string> wanted)
    {
        foreach (var type in types)
        {
            if (wanted.Contains(type.Type))
            {
                return true;
            }
        }

        return false;
    }

    private void Add(string type, int segments)
    {
        if (type.Length == 0)
        {
            return;
        }

        var at = types.FindIndex(t => t.Type == type);
        if (at >= 0)
        {
            types[at] = types[at] with { Transactions = types[at].Transactions + 1, Segments = types[at].Segments + segments };
        }
        else
        {
            types.Add(new SurveyedType(type, 1, segments));
        }
    }

    private static string TypeOf(X12Reader reader, string structure, string purpose)
    {
        var set = reader.Envelope.Transaction?.Id ?? "";
        var guide = reader.Envelope.Transaction?.Implementation is { Length: > 0 } told ? told : reader.Envelope.Group?.Version ?? "";
        return set switch
        {
            "277" => StatusKinds.Of(guide, reader.Envelope.Group?.Version ?? "", structure, purpose) switch
            {
                StatusKind.ClaimAcknowledgment => "277CA",
                StatusKind.InformationRequest => "277RFI",
                StatusKind.PendingStatus => "277P",
                StatusKind.DataReporting => "277DRA",
                _ => "277",
            },
            "837" => Of837(OfGuides(guide, reader.Envelope.Group?.Version ?? "")),
            "" => "?",
            _ => set,
        };
    }

    private static ClaimFlavor OfGuides(string guide, string version) =>
        ClaimFlavors.OfVersion(guide) is var told && told == ClaimFlavor.Unknown ? ClaimFlavors.OfVersion(version) : told;

    private static string Of837(ClaimFlavor flavor) => flavor switch
    {
        ClaimFlavor.Professional => "837P",
        ClaimFlavor.Institutional => "837I",
        ClaimFlavor.Dental => "837D",
        _ => "837",
    };
}
