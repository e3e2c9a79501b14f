import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.math.BigInteger;
import java.net.HttpURLConnection;
import java.net.URL;
import java.net.URLEncoder;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Base64;
import java.util.HashSet;
import java.util.Random;
import java.util.Set;
import java.util.UUID;

/**
 * 向本部门接入端报送事件的样例，只用 JDK 8 自带的类。
 *
 *   javac LianhuPush.java
 *   java LianhuPush http://127.0.0.1:3000 police police-system key.pem events.ndjson receipts.ndjson
 *
 * events.ndjson 一行一个事件，每个事件有自己的 id；receipts.ndjson 只追加，写盘后才算完成。任何时候中断，重新运行即可：有回执的不再报送，
 * 没有的再报一次，同一 id 永远只算一个事件。退出码：0 全部有回执；1 有被拒绝或待人工核对的（已逐条打印，改好后再运行）；2 接入端一直不可用。
 */
public final class LianhuPush {
  /** 单次请求最多尝试几次；每次等待加倍，最长 30 秒，并服从 Retry-After。 */
  private static final int ATTEMPTS = 10;
  private static final long FIRST_PAUSE_MS = 250;
  private static final long LONGEST_PAUSE_MS = 30_000;
  private static final int TIMEOUT_MS = 60_000;
  private static final int MAX_ANSWER = 4 * 1024 * 1024;

  private final String url;
  private final String department;
  private final String client;
  private final PrivateKey key;
  private final Random random = new Random();
  private String token;

  private LianhuPush(String url, String department, String client, PrivateKey key) {
    this.url = url;
    this.department = department;
    this.client = client;
    this.key = key;
  }

  public static void main(String[] args) throws Exception {
    if (args.length != 6) {
      System.err.println("java LianhuPush <url> <department> <client id> <key.pem> <events.ndjson> <receipts.ndjson>");
      System.exit(2);
    }
    try {
      LianhuPush push = new LianhuPush(args[0], args[1], args[2], keyIn(Paths.get(args[3])));
      System.exit(push.all(Paths.get(args[4]), Paths.get(args[5])) ? 0 : 1);
    } catch (IOException unavailable) {
      System.err.println("unavailable: " + unavailable.getMessage());
      System.exit(2);
    }
  }

  private boolean all(Path events, Path receipts) throws Exception {
    boolean good = true;
    Set<String> done = idsIn(receipts);
    try (FileChannel out = FileChannel.open(receipts, StandardOpenOption.CREATE, StandardOpenOption.WRITE, StandardOpenOption.APPEND)) {
      for (String event : Files.readAllLines(events, StandardCharsets.UTF_8)) {
        if (event.trim().isEmpty()) continue;
        String id = member(event, "id");
        if (id == null) {
          System.out.println("refused (no id): give every event an id of your own");
          good = false;
        } else if (!done.contains(id)) {
          String receipt = receiptOf(id, event);
          if (receipt == null) good = false;
          else keep(out, receipt);
        }
      }
    }
    return good;
  }

  /** 报送一个事件，直到有回执；被拒绝或待核对时打印原因并返回 null。 */
  private String receiptOf(String id, String event) throws Exception {
    String path = "/api/departments/" + department;
    Answer answer = call("POST", path + "/events", "application/cloudevents+json", event);
    for (int n = 1; answer.status == 202 && "stored".equals(member(answer.text, "state")); n++) {
      pause(Math.min(n, ATTEMPTS), 0); // 接入端已保存，正等枢纽恢复
      answer = call("GET", path + "/receipts?id=" + URLEncoder.encode(id, "UTF-8"), null, null);
    }
    if (answer.status == 200 || answer.status == 201) return answer.text;
    System.out.println((answer.status == 202 ? "quarantined " : "refused ") + id + " " + answer.status + " " + answer.text);
    return null;
  }

  /** 请求，直到得到不会因等待而改变的答复。 */
  private Answer call(String method, String path, String type, String body) throws Exception {
    boolean renewed = false;
    Answer last = null;
    for (int n = 1; n <= ATTEMPTS; n++) {
      long asked = 0;
      try {
        if (token == null) token = trade();
        last = once(method, path, type, body, token);
        if (last.status == 401 && !renewed) {
          renewed = true;
          token = null;
          continue;
        }
        if (last.status != 429 && last.status < 500) return last;
        asked = last.retryAfterMs;
      } catch (IOException broken) {
        last = null; // 没有答复：可能已收到，也可能没有；同一 id 再报一次总是安全的
      }
      if (n < ATTEMPTS) pause(n, asked);
    }
    throw new IOException(last == null ? "no answer" : "HTTP " + last.status);
  }

  private Answer once(String method, String path, String type, String body, String bearer) throws IOException {
    HttpURLConnection connection = (HttpURLConnection) new URL(url + path).openConnection();
    connection.setRequestMethod(method);
    connection.setInstanceFollowRedirects(false);
    connection.setConnectTimeout(TIMEOUT_MS);
    connection.setReadTimeout(TIMEOUT_MS);
    if (bearer != null) connection.setRequestProperty("Authorization", "Bearer " + bearer);
    if (body != null) {
      byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
      connection.setDoOutput(true);
      connection.setRequestProperty("Content-Type", type);
      connection.setFixedLengthStreamingMode(bytes.length);
      try (OutputStream out = connection.getOutputStream()) {
        out.write(bytes);
      }
    }
    int status = connection.getResponseCode();
    InputStream in = status < 400 ? connection.getInputStream() : connection.getErrorStream();
    String after = connection.getHeaderField("Retry-After");
    return new Answer(status, in == null ? "" : read(in), after != null && after.matches("\\d{1,6}") ? Long.parseLong(after) * 1000 : 0);
  }

  private void pause(int n, long askedMs) throws InterruptedException {
    long backOff = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS << (n - 1));
    Thread.sleep(Math.min(LONGEST_PAUSE_MS, Math.max(askedMs, backOff / 2 + (long) (random.nextDouble() * backOff / 2))));
  }

  /** 以私钥签名的断言换取令牌（private_key_jwt，RFC 7523）。每个断言只能用一次。 */
  private String trade() throws IOException, GeneralSecurityException {
    boolean rsa = "RSA".equals(key.getAlgorithm());
    long now = System.currentTimeMillis() / 1000;
    String header = "{\"alg\":\"" + (rsa ? "RS256" : "ES256") + "\",\"typ\":\"JWT\"}";
    String claims =
        "{\"iss\":\"" + client + "\",\"sub\":\"" + client + "\",\"aud\":\"lianhu\",\"iat\":" + now + ",\"exp\":" + (now + 60)
            + ",\"jti\":\"" + UUID.randomUUID() + "\"}";
    String text = encoded(header.getBytes(StandardCharsets.UTF_8)) + "." + encoded(claims.getBytes(StandardCharsets.UTF_8));
    Signature signature = Signature.getInstance(rsa ? "SHA256withRSA" : "SHA256withECDSA");
    signature.initSign(key);
    signature.update(text.getBytes(StandardCharsets.US_ASCII));
    byte[] signed = signature.sign();
    String assertion = text + "." + encoded(rsa ? signed : joined(signed));
    String form =
        "grant_type=client_credentials&client_assertion_type=urn%3Aietf%3Aparams%3Aoauth%3Aclient-assertion-type%3Ajwt-bearer&client_assertion="
            + assertion;
    Answer answer = once("POST", "/api/token", "application/x-www-form-urlencoded", form, null);
    String traded = answer.status == 200 ? member(answer.text, "access_token") : null;
    if (traded == null) throw new IOException("no token: HTTP " + answer.status);
    return traded;
  }

  /** JDK 8 的 ECDSA 签名是 DER；JWT 要的是 r 与 s 各 32 字节。 */
  private static byte[] joined(byte[] der) {
    byte[] out = new byte[64];
    int at = 2;
    for (int part = 0; part < 2; part++) {
      int length = der[at + 1];
      byte[] number = new byte[length];
      System.arraycopy(der, at + 2, number, 0, length);
      byte[] plain = new BigInteger(number).toByteArray();
      int skip = plain.length > 32 ? plain.length - 32 : 0;
      System.arraycopy(plain, skip, out, 32 * (part + 1) - (plain.length - skip), plain.length - skip);
      at += 2 + length;
    }
    return out;
  }

  private static PrivateKey keyIn(Path pem) throws IOException, GeneralSecurityException {
    String text = new String(Files.readAllBytes(pem), StandardCharsets.US_ASCII);
    byte[] der = Base64.getMimeDecoder().decode(text.replaceAll("-----[A-Z ]+-----", ""));
    try {
      return KeyFactory.getInstance("RSA").generatePrivate(new PKCS8EncodedKeySpec(der));
    } catch (GeneralSecurityException other) {
      return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
    }
  }

  /** 追加一行并写盘；文件最后一行若被中断截去，其 id 会再报一次，答复是同一张回执。 */
  private static void keep(FileChannel out, String receipt) throws IOException {
    ByteBuffer line = ByteBuffer.wrap((receipt.trim() + "\n").getBytes(StandardCharsets.UTF_8));
    while (line.hasRemaining()) out.write(line);
    out.force(true);
  }

  private static Set<String> idsIn(Path receipts) throws IOException {
    Set<String> ids = new HashSet<String>();
    if (!Files.exists(receipts)) return ids;
    byte[] bytes = Files.readAllBytes(receipts);
    int whole = bytes.length;
    while (whole > 0 && bytes[whole - 1] != '\n') whole--;
    if (whole < bytes.length) {
      try (FileChannel file = FileChannel.open(receipts, StandardOpenOption.WRITE)) {
        file.truncate(whole);
      }
    }
    for (String line : new String(bytes, 0, whole, StandardCharsets.UTF_8).split("\n")) if (!line.isEmpty()) ids.add(member(line, "id"));
    return ids;
  }

  /** JSON 对象最外层一个文字成员的值；没有时为 null。编号和令牌里没有需要转义的字符。 */
  private static String member(String json, String name) {
    int depth = 0;
    String key = null;
    for (int i = 0; i < json.length(); i++) {
      char c = json.charAt(i);
      if (c == '{' || c == '[') depth++;
      else if (c == '}' || c == ']') depth--;
      else if (c == ',' && depth == 1) key = null;
      else if (c == '"') {
        int end = i + 1;
        while (json.charAt(end) != '"') end += json.charAt(end) == '\\' ? 2 : 1;
        String text = json.substring(i + 1, end);
        if (depth == 1 && key == null) key = text;
        else if (depth == 1 && key.equals(name)) return text;
        i = end;
      }
    }
    return null;
  }

  private static String read(InputStream in) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] piece = new byte[8192];
    for (int n = in.read(piece); n >= 0; n = in.read(piece)) {
      out.write(piece, 0, n);
      if (out.size() > MAX_ANSWER) throw new IOException("answer too long");
    }
    return new String(out.toByteArray(), StandardCharsets.UTF_8);
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private static final class Answer {
    final int status;
    final String text;
    final long retryAfterMs;

    Answer(int status, String text, long retryAfterMs) {
      this.status = status;
      this.text = text;
      this.retryAfterMs = retryAfterMs;
    }
  }
}
