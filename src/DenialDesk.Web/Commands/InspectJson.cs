using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using DenialDesk.App.Remittances;
using DenialDesk.Domain.Codes;
using DenialDesk.Domain.Money;
using DenialDesk.X12;

namespace DenialDesk.Web.Commands;

/// <summary>What is in a file as one JSON object. The keys of an 835 stand in every object; those of acknowledgments only where there is one.</summary>
internal static class InspectJson
{
    private static readonly JsonSerializerOptions Json = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Of(string file, Inspection i)
    {
        var told = JsonSerializer.SerializeToNode(Remittance(file, i), Json)!.AsObject();
        told["type"] = i.Type;
        told["types"] = JsonSerializer.SerializeToNode(i.Types.Select(t => new { type = t.Type, transactions = t.Transactions, segments = t.Segments }), Json);
        if (i.HoldsClaims)
        {
            told["submitted"] = JsonSerializer.SerializeToNode(
                new { claims = i.SubmittedClaims, lines = i.SubmittedLines, charge = Dollars.Plain(i.SubmittedCharge) }, Json);
            told["byFrequency"] = JsonSerializer.SerializeToNode(i.ByFrequency, Json);
        }

        if (i.HoldsStatus || i.Sets.Count + i.AnsweredGroups.Count + i.Interchanges.Count > 0) { Acknowledgments(told, i); }

        return told.ToJsonString(Json);
    }

    private static object Remittance(string file, Inspection i) => new
    {
        file,
        transactions = i.Transactions,
        claims = i.Claims,
        lines = i.Lines,
        charge = Dollars.Plain(i.Charge),
        paid = Dollars.Plain(i.Paid),
        bpr = Dollars.Plain(i.Bpr),
        plb = Dollars.Plain(i.Plb),
        groups = i.Groups.ToDictionary(g => g.Key, g => Dollars.Plain(g.Value)),
        carc = i.Carc.ToDictionary(c => c.Key, c => Dollars.Plain(c.Value)),
        rarc = i.Rarc,
        status = i.Status,
        denials = new
        {
            count = i.Denials,
            amount = Dollars.Plain(i.DeniedAmount),
            byCategory = i.ByCategory.ToDictionary(c => c.Key, c => new { count = c.Value.Count, amount = Dollars.Plain(c.Value.Amount) }),
        },
        balanced = new { balanced = i.Balanced, unbalanced = i.Unbalanced, notEvaluable = i.NotEvaluable },
        problems = i.Problems.Select(p => new { severity = Severity(p), address = p.At.ToString(), sentence = p.Sentence }),
    };

    private static void Acknowledgments(JsonObject told, Inspection i)
    {
        told["accepted"] = i.Accepted;
        told["rejected"] = i.Rejected;
        told["rejections"] = JsonSerializer.SerializeToNode(i.Rejections.Select(Rejection), Json);
        if (i.HoldsStatus) { told["outcomes"] = JsonSerializer.SerializeToNode(i.Outcomes.ToDictionary(o => o.Key.Text(), o => o.Value), Json); }

        if (i.Sets.Count + i.AnsweredGroups.Count > 0)
        {
            told["sets"] = JsonSerializer.SerializeToNode(i.Sets.Select(Set), Json);
            told["answeredGroups"] = JsonSerializer.SerializeToNode(i.AnsweredGroups.Select(Group), Json);
        }

        if (i.Interchanges.Count > 0)
        {
            told["interchanges"] = JsonSerializer.SerializeToNode(
                i.Interchanges.Select(x => new { control = x.ControlNumber, state = x.State.Text(), note = x.NoteCode, reason = x.Sentence, address = x.At.ToString() }), Json);
        }
    }

    private static object Rejection(InspectRejection r) => new
    {
        claim = r.Claim,
        payerClaim = r.PayerClaim,
        who = r.Who,
        whoName = r.WhoName,
        type = r.Type,
        level = r.Level,
        control = r.ControlNumber,
        amount = r.Amount is { } amount ? Dollars.Plain(amount) : null,
        codes = r.Codes,
        reason = string.Join(" ", r.Reasons.Select(Sentence)),
        review = r.Review,
        address = r.At.ToString(),
    };

    private static object Set(X12.Acknowledgment.AcknowledgedSet s) => new
    {
        set = s.SetId,
        control = s.ControlNumber,
        group = s.Group?.ControlNumber,
        state = s.State.Text(),
        code = s.Code,
        codes = s.SyntaxCodes,
        claims = s.PatientControlNumbers,
        errors = s.Errors.Select(e => new
        {
            segment = e.SegmentId,
            position = e.Position,
            loop = e.Loop,
            code = e.Code,
            reason = e.Sentence,
            claim = e.PatientControlNumber,
            elements = e.Elements.Select(one => new
            {
                element = one.Element,
                component = one.Component,
                repetition = one.Repetition,
                dataElement = one.DataElement,
                code = one.Code,
                reason = one.Sentence,
                badValue = one.BadValue,
            }),
        }),
        address = s.At.ToString(),
    };

    private static object Group(X12.Acknowledgment.AcknowledgedGroup g) => new
    {
        control = g.Group?.ControlNumber,
        kind = g.Group?.FunctionalId,
        state = g.State.Text(),
        code = g.Code,
        codes = g.SyntaxCodes,
        included = g.Included,
        received = g.Received,
        accepted = g.Accepted,
        address = g.At.ToString(),
    };

    private static string Sentence(string text) => text.EndsWith('.') || text.Length == 0 ? text : text + ".";

    private static string Severity(Problem problem) => problem.Severity.ToString().ToLower(CultureInfo.InvariantCulture);
}
