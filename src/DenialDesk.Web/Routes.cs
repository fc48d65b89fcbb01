// Reason for length: every address of the desk in one place, and nothing else.
using System.Globalization;
using Microsoft.AspNetCore.WebUtilities;

namespace DenialDesk.Web;

/// <summary>Every address of the desk. Ids only, never a name or an account number.</summary>
public static class Routes
{
    public const string Home = "/";
    public const string SignIn = "/account/sign-in";
    public const string SignOut = "/account/sign-out";
    public const string Password = "/account/password";
    public const string Prove = "/account/prove";
    public const string SecondStep = "/account/second-step";
    public const string SecondFactor = "/account/second-factor";
    public const string Passkeys = "/account/passkeys";
    public const string PasskeyChallenge = "/account/passkeys/challenge";
    public const string PasskeySignIn = "/account/passkeys/sign-in";
    public const string PasskeyProve = "/account/passkeys/prove";
    public const string PasskeyOptions = "/account/passkeys/options";
    public const string PasskeyAdd = "/account/passkeys/add";
    public const string Invited = "/account/invited";
    public const string Sessions = "/account/sessions";
    public const string Active = "/account/active";
    public const string NotAllowed = "/account/not-allowed";
    public const string Theme = "/account/theme";
    public const string Setup = "/setup";
    public const string Error = "/error";
    public const string NotFound = "/not-found";
    public const string Today = "/today";
    public const string Queue = "/queue";
    public const string QueueCsv = "/queue.csv";
    public const string Appeals = "/appeals";
    public const string AppealsCsv = "/appeals.csv";
    public const string Appeal = "/appeals/{PracticeId:int}/{AppealId:long}";
    public const string AppealPacket = "/appeals/{practiceId:int}/{appealId:long}/packet.pdf";
    public const string ProofPacket = "/denials/{practiceId:int}/{denialId:long}/proof.pdf";
    public const string BulkRuns = "/queue/runs";
    public const string BulkRun = "/queue/runs/{RunId:long}";
    public const string BulkRunCsv = "/queue/runs.csv";
    public const string Skips = "/queue/skips";
    public const string SkipsCsv = "/queue/skips.csv";
    public const string Calendar = "/calendar";
    public const string CalendarCsv = "/calendar.csv";

    /// <summary>A person's calendar; the secret stands in the query, which is never logged.</summary>
    public const string CalendarFeed = "/calendar.ics";
    public const string Notices = "/notices";
    public const string NoticesCsv = "/notices.csv";
    public const string Expired = "/expired";
    public const string ExpiredCsv = "/expired.csv";
    public const string Denial = "/denials/{PracticeId:int}/{DenialId:long}";
    public const string Remittances = "/remittances";
    public const string RemittanceFile = "/remittances/{FileId:long}";
    public const string RemittanceDetail = "/remittances/{FileId:long}/{PracticeId:int}/{RemittanceId:long}";
    public const string RemittancesCsv = "/remittances.csv";
    public const string Certificate = "/remittances/certificate";
    public const string CertificatePdf = "/remittances/certificate.pdf";
    public const string Ledger = "/remittances/ledger";
    public const string Quarantine = "/quarantine";
    public const string Held = "/quarantine/{FileId:long}/{Ordinal:int}";
    public const string QuarantineCsv = "/quarantine.csv";
    public const string EnterRemittance = "/remittances/enter";
    public const string DenialList = "/remittances/csv";
    public const string Scan = "/remittances/scans/{scanId:long}";
    public const string Upload = "/remittances/upload";
    public const string Unmatched = "/unmatched";
    public const string UnmatchedCsv = "/unmatched.csv";
    public const string Match = "/unmatched/{PracticeId:int}/{ClaimId:long}";
    public const string NonResponse = "/non-response";
    public const string NonResponseCsv = "/non-response.csv";
    public const string Rejections = "/rejections";
    public const string RejectionsCsv = "/rejections.csv";
    public const string Rejection = "/rejections/{PracticeId:int}/{RejectionId:long}";
    public const string FreshClaim = "/rejections/{practiceId:int}/claims/{freshId:long}";
    public const string DocumentAdd = "/documents/{practiceId:int}/{denialId:long}/add";
    public const string Document = "/documents/{practiceId:int}/{documentId:long}";
    public const string DocumentRequests = "/documents/requests";
    public const string DocumentRequestsCsv = "/documents/requests.csv";
    public const string DocumentRules = "/settings/documents";
    public const string DocumentRulesCsv = "/settings/documents.csv";
    public const string FollowUps = "/follow-ups";
    public const string FollowUpsCsv = "/follow-ups.csv";
    public const string Calls = "/follow-ups/calls";
    public const string CallsCsv = "/follow-ups/calls.csv";
    public const string Effort = "/trends/effort";
    public const string EffortCsv = "/trends/effort.csv";
    public const string Corrections = "/corrections";
    public const string CorrectionsCsv = "/corrections.csv";
    public const string Correction = "/corrections/{PracticeId:int}/{DenialId:long}";
    public const string CorrectionFile = "/corrections/{practiceId:int}/files/{attemptId:long}";
    public const string CorrectionPrint = "/corrections/{practiceId:int}/{denialId:long}/print.pdf";
    public const string TodayFile = "/today.{kind}";
    public const string FiveQuestions = "/five-questions";
    public const string FiveQuestionsFile = "/five-questions.{kind}";
    public const string DenialAudit = "/audit-90";
    public const string DenialAuditFile = "/audit-90.{kind}";
    public const string Reviews = "/reviews";
    public const string ReviewFile = "/reviews.{kind}";
    public const string Team = "/team";
    public const string TeamFile = "/team.{kind}";
    public const string Work = "/team/work";
    public const string WorkCsv = "/team/work.csv";
    public const string Numbers = "/numbers";
    public const string NumbersCsv = "/numbers.csv";
    public const string NumbersXlsx = "/numbers.xlsx";
    public const string NumbersPdf = "/numbers.pdf";
    public const string Number = "/numbers/{Key}";
    public const string NumberMonth = "/numbers/{Key}/{Month}";
    public const string NumberRowsCsv = "/numbers/rows.csv";
    public const string NumberZones = "/settings/number-zones";
    public const string Calibration = "/calibration";
    public const string CalibrationCsv = "/calibration.csv";
    public const string Odds = "/settings/odds";
    public const string OddsCsv = "/settings/odds.csv";
    public const string Trends = "/trends";
    public const string Breakdown = "/breakdown";
    public const string BreakdownCsv = "/breakdown.csv";
    public const string BreakdownXlsx = "/breakdown.xlsx";
    public const string BreakdownPdf = "/breakdown.pdf";
    public const string BreakdownRows = "/breakdown/rows";
    public const string BreakdownRowsCsv = "/breakdown/rows.csv";
    public const string Reports = "/reports";
    public const string ReportFile = "/reports/files/{reportId:long}";
    public const string TrendsCsv = "/trends.csv";
    public const string Alerts = "/alerts";
    public const string AlertsCsv = "/alerts.csv";
    public const string AlertRows = "/alerts/{PracticeId:int}/{AlertId:long}";
    public const string AlertRowsCsv = "/alerts/{practiceId:int}/{alertId:long}/rows.csv";
    public const string Prevention = "/prevention";
    public const string PreventionCsv = "/prevention.csv";
    public const string NewPreventionAction = "/prevention/new";
    public const string ClaimCheckPage = "/prevention/check";
    public const string ClaimCheckCsv = "/prevention/check.csv";
    public const string ClaimRules = "/prevention/rules";
    public const string ClaimRulesCsv = "/prevention/rules.csv";
    public const string ClaimRule = "/prevention/rules/{PracticeId:int}/{RuleId:long}";
    public const string DepartmentLinks = "/prevention/departments";
    public const string DepartmentLinksCsv = "/prevention/departments.csv";

    /// <summary>What a department sees by its link; the secret stands in the query, which is never logged.</summary>
    public const string DepartmentPage = "/prevention/department";
    public const string PreventionAction = "/prevention/{PracticeId:int}/{ActionId:long}";
    public const string Audit = "/audit";
    public const string AuditCsv = "/audit.csv";
    public const string Codes = "/codes";
    public const string CodesCsv = "/codes.csv";
    public const string CodeSet = "/codes/rules/{SetId:long}";
    public const string ReprocessCsv = "/codes/rules/preview.csv";
    public const string Payers = "/payers";
    public const string Payer = "/payers/{PayerId:int}";
    public const string Dossier = "/payers/{PayerId:int}/dossier";
    public const string DossierFile = "/payers/{payerId:int}/dossier.{kind}";
    public const string PayersCsv = "/payers.csv";
    public const string Practices = "/practices";
    public const string Practice = "/practices/{PracticeId:int}";
    public const string Settings = "/settings";
    public const string SettingsCsv = "/settings.csv";
    public const string RootCauses = "/settings/root-causes";
    public const string RootCausesCsv = "/settings/root-causes.csv";
    public const string WriteOffReasons = "/settings/write-offs";
    public const string WriteOffReasonsCsv = "/settings/write-offs.csv";
    public const string Checklists = "/settings/checklists";
    public const string ChecklistsCsv = "/settings/checklists.csv";
    public const string Underpayments = "/underpayments";
    public const string UnderpaymentsCsv = "/underpayments.csv";
    public const string Fees = "/underpayments/fees";
    public const string Disputes = "/underpayments/disputes";
    public const string Dispute = "/underpayments/disputes/{PracticeId:int}/{DisputeId:long}";
    public const string HandOffs = "/hand-offs";
    public const string HandOffsCsv = "/hand-offs.csv";
    public const string HandOverFile = "/hand-offs/files/{batch:guid}";
    public const string Secondary = "/hand-offs/{PracticeId:int}/{DenialId:long}/claim";
    public const string SecondaryFile = "/hand-offs/{practiceId:int}/claims/{secondaryId:long}";
    public const string WriteOffs = "/write-offs";
    public const string WriteOffsCsv = "/write-offs.csv";
    public const string WriteOffProposals = "/write-offs/proposed";
    public const string WriteOffProposalsCsv = "/write-offs/proposed.csv";
    public const string Letter = "/denials/{PracticeId:int}/{DenialId:long}/letter";
    public const string Templates = "/settings/letters";
    public const string TemplatesCsv = "/settings/letters.csv";
    public const string Template = "/settings/letters/{TemplateId:int}";
    public const string Routing = "/routing";
    public const string RoutingCsv = "/routing.csv";
    public const string People = "/people";
    public const string Person = "/people/{UserId:guid}";
    public const string Invitations = "/people/invitations";
    public const string InvitationsCsv = "/people/invitations.csv";
    public const string PeopleCsv = "/people.csv";
    public const string ApiKeys = "/api-keys";
    public const string ApiFiles = "/api/v1/files";
    public const string ApiFile = "/api/v1/files/{id:long}";
    public const string Jobs = "/jobs";
    public const string Health = "/health";

    /// <summary>Answers as long as the program runs, whatever the database does: for what restarts it.</summary>
    public const string Live = "/health/live";

    /// <summary>Figures for a monitoring system; from this machine, with an API key, or for an admin.</summary>
    public const string Metrics = "/metrics";
    public const string Journal = "/journal";
    public const string JournalCsv = "/journal.csv";
    public const string Help = "/help";

    /// <summary>Answers 200 when the desk can work, for the container's health check and a proxy; says nothing else.</summary>
    public const string Ready = "/health/ready";

    public static string DenialOf(int practiceId, long denialId) => string.Create(CultureInfo.InvariantCulture, $"/denials/{practiceId}/{denialId}");

    public static string PreventionActionOf(int practiceId, long actionId) => string.Create(CultureInfo.InvariantCulture, $"/prevention/{practiceId}/{actionId}");

    /// <summary>A pre-submission rule; 0 and 0 begin a new one.</summary>
    public static string ClaimRuleOf(int practiceId, long ruleId) => string.Create(CultureInfo.InvariantCulture, $"/prevention/rules/{practiceId}/{ruleId}");

    public static string BulkRunOf(long runId) => string.Create(CultureInfo.InvariantCulture, $"/queue/runs/{runId}");

    public static string DisputeOf(int practiceId, long disputeId) => string.Create(CultureInfo.InvariantCulture, $"/underpayments/disputes/{practiceId}/{disputeId}");

    public static string SecondaryOf(int practiceId, long denialId) => string.Create(CultureInfo.InvariantCulture, $"/hand-offs/{practiceId}/{denialId}/claim");

    public static string SecondaryFileOf(int practiceId, long secondaryId) => string.Create(CultureInfo.InvariantCulture, $"/hand-offs/{practiceId}/claims/{secondaryId}");

    public static string HandOverFileOf(Guid batch) => "/hand-offs/files/" + batch;

    public static string LetterOf(int practiceId, long denialId) => DenialOf(practiceId, denialId) + "/letter";

    /// <summary>Where a document of a denial is sent to.</summary>
    public static string DocumentAddOf(int practiceId, long denialId) => string.Create(CultureInfo.InvariantCulture, $"/documents/{practiceId}/{denialId}/add");

    /// <summary>The bytes of a document, shown; as a file when it is to be taken away.</summary>
    public static string DocumentOf(int practiceId, long documentId, bool download = false)
        => string.Create(CultureInfo.InvariantCulture, $"/documents/{practiceId}/{documentId}{(download ? "?download=true" : "")}");

    public static string MatchOf(int practiceId, long claimId) => string.Create(CultureInfo.InvariantCulture, $"/unmatched/{practiceId}/{claimId}");

    public static string RejectionOf(int practiceId, long rejectionId) => string.Create(CultureInfo.InvariantCulture, $"/rejections/{practiceId}/{rejectionId}");

    public static string FreshClaimOf(int practiceId, long freshId) => string.Create(CultureInfo.InvariantCulture, $"/rejections/{practiceId}/claims/{freshId}");

    public static string CorrectionOf(int practiceId, long denialId) => string.Create(CultureInfo.InvariantCulture, $"/corrections/{practiceId}/{denialId}");

    public static string CorrectionFileOf(int practiceId, long attemptId) => string.Create(CultureInfo.InvariantCulture, $"/corrections/{practiceId}/files/{attemptId}");

    /// <summary>The claim in the shape of a CMS-1500, as sent or as corrected in one attempt.</summary>
    public static string CorrectionPrintOf(int practiceId, long denialId, long? attemptId = null)
        => With(CorrectionOf(practiceId, denialId) + "/print.pdf", ("attempt", attemptId?.ToString(CultureInfo.InvariantCulture)));

    public static string FileOf(long fileId) => string.Create(CultureInfo.InvariantCulture, $"/remittances/{fileId}");

    public static string RemittanceOf(long fileId, int practiceId, long remittanceId) => string.Create(CultureInfo.InvariantCulture, $"/remittances/{fileId}/{practiceId}/{remittanceId}");

    public static string RemittanceClaimOf(long fileId, int practiceId, long remittanceId, int position)
        => string.Create(CultureInfo.InvariantCulture, $"{RemittanceOf(fileId, practiceId, remittanceId)}?claim={position}&after={position - 1}#claim-{position}");

    public static string CertificateOf(long? file = null, int? practice = null, long? remittance = null, DateOnly? month = null) => With(
        Certificate,
        ("file", file?.ToString(CultureInfo.InvariantCulture)), ("practice", practice?.ToString(CultureInfo.InvariantCulture)),
        ("remittance", remittance?.ToString(CultureInfo.InvariantCulture)), ("month", month?.ToString("yyyy-MM", CultureInfo.InvariantCulture)));

    public static string HeldOf(long fileId, int ordinal) => string.Create(CultureInfo.InvariantCulture, $"/quarantine/{fileId}/{ordinal}");

    /// <summary>The same certificate as a PDF.</summary>
    public static string CertificatePdfOf(long? file = null, int? practice = null, long? remittance = null, DateOnly? month = null)
        => CertificatePdf + CertificateOf(file, practice, remittance, month)[Certificate.Length..];

    public static string ReportFileOf(long reportId) => string.Create(CultureInfo.InvariantCulture, $"/reports/files/{reportId}");

    /// <summary>The denials that an alert counted.</summary>
    public static string AlertRowsOf(int practiceId, long alertId) => string.Create(CultureInfo.InvariantCulture, $"/alerts/{practiceId}/{alertId}");

    public static string AlertRowsCsvOf(int practiceId, long alertId) => AlertRowsOf(practiceId, alertId) + "/rows.csv";

    /// <summary>The form that schedules a page with its filters.</summary>
    public static string ScheduleOf(string page, string name, string query) => With(Reports, ("page", page), ("name", name), ("query", query.TrimStart('?')));

    public static string AppealOf(int practiceId, long appealId) => string.Create(CultureInfo.InvariantCulture, $"/appeals/{practiceId}/{appealId}");

    /// <summary>The newest packet of an appeal, or an older one by its hash.</summary>
    public static string AppealPacketOf(int practiceId, long appealId, string? hash = null) => With(AppealOf(practiceId, appealId) + "/packet.pdf", ("hash", hash));

    /// <summary>What proves that a denial's claim was filed, and what was sent about it.</summary>
    public static string ProofPacketOf(int practiceId, long denialId) => DenialOf(practiceId, denialId) + "/proof.pdf";

    public static string ApiFileOf(long receivedId) => string.Create(CultureInfo.InvariantCulture, $"/api/v1/files/{receivedId}");

    public static string ScanOf(long scanId) => string.Create(CultureInfo.InvariantCulture, $"/remittances/scans/{scanId}");

    public static string CodeSetOf(long setId) => string.Create(CultureInfo.InvariantCulture, $"/codes/rules/{setId}");

    public static string PersonOf(Guid userId) => "/people/" + userId;

    /// <summary>A letter template; 0 begins a new one.</summary>
    public static string TemplateOf(int templateId) => string.Create(CultureInfo.InvariantCulture, $"/settings/letters/{templateId}");

    public static string PracticeOf(int practiceId) => string.Create(CultureInfo.InvariantCulture, $"/practices/{practiceId}");

    public static string DossierOf(int payerId) => PayerOf(payerId) + "/dossier";

    /// <summary>The dossier as "pdf", "xlsx" or "csv".</summary>
    public static string DossierFileOf(int payerId, string kind) => DossierOf(payerId) + "." + kind;

    /// <summary>A page of figures as a file of a kind: "pdf", "xlsx" or "csv".</summary>
    public static string FileOfKind(string file, string kind) => file.Replace("{kind}", kind, StringComparison.Ordinal);

    public static string PayerOf(int payerId) => string.Create(CultureInfo.InvariantCulture, $"/payers/{payerId}");

    public static string NumberOf(string key) => "/numbers/" + key;

    /// <summary>The rows behind a number of a month.</summary>
    public static string NumberMonthOf(string key, DateOnly month) => string.Create(CultureInfo.InvariantCulture, $"/numbers/{key}/{month:yyyy-MM}");

    /// <summary>An address with a query; empty values are left out, so that an address says only what narrows.</summary>
    public static string With(string address, params (string Name, string? Value)[] query)
        => QueryHelpers.AddQueryString(address, query.Where(q => !string.IsNullOrWhiteSpace(q.Value)).ToDictionary(q => q.Name, q => q.Value));

    /// <summary>The queue, narrowed.</summary>
    public static string QueueWhere(params (string Name, string? Value)[] query) => With(Queue, query);
}
