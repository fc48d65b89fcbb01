using System.Net;
using System.Text.RegularExpressions;

namespace DenialDesk.Web.Tests;

/// <summary>Somebody who asks for pages over plain HTTP, with cookies, following no redirect by themselves.</summary>
public sealed partial class Visitor : IDisposable
{
    private readonly HttpClient _http;

    public Visitor(string url)
    {
        Url = url;
        _http = new HttpClient(new HttpClientHandler { AllowAutoRedirect = false, CookieContainer = Cookies }) { BaseAddress = new Uri(url) };
    }

    public string Url { get; }

    public CookieContainer Cookies { get; } = new();

    public async Task<HttpResponseMessage> GetAsync(string path) => await _http.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<string> ReadAsync(string path) => await _http.GetStringAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);

    public async Task<HttpResponseMessage> SendAsync(HttpMethod method, string path, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(method, path);
        foreach (var (name, value) in headers) { request.Headers.Add(name, value); }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Opens the page of a form, fills it and sends it with what the page hides in it.</summary>
    public async Task<HttpResponseMessage> SubmitAsync(string path, params (string Name, string Value)[] fields)
    {
        var page = await ReadAsync(path);
        var hidden = Hidden().Matches(page).Select(m => (Name: Attribute(m.Value, "name"), Value: Attribute(m.Value, "value"))).Where(f => f.Name.Length > 0);
        using var form = new FormUrlEncodedContent(hidden.Concat(fields).Select(f => KeyValuePair.Create(f.Name, f.Value)));
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts nothing but a page's token, with headers of one's own.</summary>
    public async Task<HttpResponseMessage> PostFormAsync(string page, string path, params (string Name, string Value)[] headers)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", await FormTokenAsync(page))]);
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        foreach (var (name, value) in headers) { request.Headers.TryAddWithoutValidation(name, value); }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    /// <summary>Posts what a live page posts: the token stands in the document's head.</summary>
    public async Task<HttpResponseMessage> PostFromPageAsync(string page, string path)
    {
        using var form = new FormUrlEncodedContent([KeyValuePair.Create("__RequestVerificationToken", await FormTokenAsync(page))]);
        return await _http.PostAsync(new Uri(path, UriKind.Relative), form, TestContext.Current.CancellationToken);
    }

    /// <summary>The token that a page's own script sends with its posts.</summary>
    public async Task<string> FormTokenAsync(string page) => Attribute(FormToken().Match(await ReadAsync(page)).Value, "content");

    /// <summary>Sends a file as the page's script does: one part, the token in a header.</summary>
    public async Task<HttpResponseMessage> UploadAsync(string path, string? token, HttpContent file, string name, string? origin = null)
    {
        using var form = new MultipartFormDataContent { { file, "file", name } };
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = form };
        if (token is not null) { request.Headers.Add("RequestVerificationToken", token); }

        if (origin is not null) { request.Headers.Add("Origin", origin); }

        return await _http.SendAsync(request, TestContext.Current.CancellationToken);
    }

    public Task<HttpResponseMessage> SignInAsync(string email, string password, string path = Routes.SignIn)
        => SubmitAsync(path, ("Given.Email", email), ("Given.Password", password));

    public void Dispose() => _http.Dispose();

    private static string Attribute(string tag, string name)
        => Regex.Match(tag, $"\\b{name}=\"([^\"]*)\"") is { Success: true } found ? WebUtility.HtmlDecode(found.Groups[1].Value) : "";

    [GeneratedRegex("<input[^>]*type=\"hidden\"[^>]*>")]
    private static partial Regex Hidden();

    [GeneratedRegex("<meta name=\"form-token\"[^>]*>")]
    private static partial Regex FormToken();
}
