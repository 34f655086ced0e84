/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The office's slips, with the fields of the forms of Thông tư 03/2025/TT-VPCP (Mẫu 01, 02, 03), and a
 * result that says on every page that it is a sample without legal force. */
#define G_LOG_DOMAIN "hoso"

#include "hs-demo-slip.h"

#include "hs-demo-paper.h"

#include "base/hs-date.h"

#include <string.h>

#define FOOT "Bản in của cổng trình diễn chạy trên máy này; không do cơ quan nhà nước cấp."
#define OFFICER "Trần Thị Minh Hà"
#define OFFICE_PHONE "1900 0000"

const char *
hs_demo_slip_file_name (HsDemoSlipKind kind)
{
  static const char *const names[] = { "Giay-tiep-nhan-va-hen-tra-ket-qua.pdf",
                                       "Phieu-yeu-cau-bo-sung.pdf", "Phieu-tu-choi-tiep-nhan.pdf",
                                       "Ket-qua-ban-mau.pdf" };

  return names[kind];
}

const char *
hs_demo_slip_event_kind (HsDemoSlipKind kind)
{
  static const char *const kinds[] = { "slip", "supplement", "refusal", "result" };

  return kinds[kind];
}

static char *
dup_time_words (gint64 us)
{
  int hour, minute;
  HsDate date = hs_date_in_vietnam (us, &hour, &minute);

  return g_strdup_printf ("%02d giờ %02d phút, ngày %02d tháng %02d năm %d", hour, minute, date.day,
                          date.month, date.year);
}

/* Office and motto, number, barcode, place and date. number: "0007/TNHS". */
static void
draw_head (HsDemoPaper *paper, const HsDemoSlipFacts *facts, const char *suffix)
{
  g_autofree char *place = g_utf8_strup (facts->place, -1);
  g_autofree char *place_line = g_strconcat ("|", place, NULL);
  g_autofree char *number =
    g_strdup_printf ("|Số: %04" G_GINT64_FORMAT "/%s", facts->serial, suffix);
  HsDate date = hs_date_in_vietnam (facts->now_us, NULL, NULL);
  g_autofree char *day = g_strdup_printf ("i|%s, ngày %02d tháng %02d năm %d", facts->place,
                                          date.day, date.month, date.year);
  const char *left[] = { "|ỦY BAN NHÂN DÂN",   place_line, "b|TRUNG TÂM PHỤC VỤ",
                         "br|HÀNH CHÍNH CÔNG", number,     NULL };
  const char *right[] = { "b|CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "br|Độc lập - Tự do - Hạnh phúc",
                          "|", day, NULL };

  hs_demo_paper_columns (paper, 12, 0.44, left, right);
  hs_demo_paper_space (paper, 8);
  if (facts->dossier->reference != NULL)
    hs_demo_paper_barcode (paper, facts->dossier->reference, 185);
}

static void
draw_title (HsDemoPaper *paper, const char *title)
{
  hs_demo_paper_space (paper, 6);
  hs_demo_paper_text (paper, 15, HS_DEMO_BOLD | HS_DEMO_CENTER, title);
  hs_demo_paper_space (paper, 6);
}

static void
draw_person (HsDemoPaper *paper, const HsDemoSlipFacts *facts, const char *label)
{
  const HsDemoResident *person = facts->resident;

  hs_demo_paper_field (paper, label, person == NULL ? "" : person->name);
  hs_demo_paper_field (paper, "Địa chỉ", person == NULL ? "" : person->address);
  hs_demo_paper_field (paper, "Số điện thoại", person == NULL ? "" : person->phone);
  hs_demo_paper_field (paper, "Email", person == NULL ? "" : person->email);
}

static void
draw_signatures (HsDemoPaper *paper, const HsDemoSlipFacts *facts, const char *left_title,
                 const char *right_title)
{
  g_autofree char *left_head = g_strconcat ("b|", left_title, NULL);
  g_autofree char *right_head = g_strconcat ("b|", right_title, NULL);
  g_autofree char *name =
    g_strconcat ("b|", facts->resident == NULL ? "" : facts->resident->name, NULL);
  const char *left[] = { left_head, "i|(Nộp trực tuyến)", "|", "|", name, NULL };
  const char *right[] = { right_head, "i|(Ký điện tử)", "|", "|", "b|" OFFICER, NULL };

  hs_demo_paper_space (paper, 12);
  hs_demo_paper_columns (paper, 13, 0.5, left, right);
}

static void
draw_papers (HsDemoPaper *paper, const HsDemoSlipFacts *facts)
{
  static const double widths[] = { 0.09, 0.53, 0.16, 0.22 };
  static const char *const head[] = { "TT", "Tên thành phần hồ sơ", "Số lượng", "Hình thức" };

  hs_demo_paper_table (paper, widths, 4, head, facts->papers);
}

static void
draw_receipt (HsDemoPaper *paper, const HsDemoSlipFacts *facts)
{
  const HsDemoDossier *dossier = facts->dossier;
  g_autofree char *received = dup_time_words (dossier->received_us);
  g_autofree char *due = dossier->due_us == 0 ? g_strdup ("Theo thông báo của cơ quan")
                                              : dup_time_words (dossier->due_us);
  g_autofree char *book = g_strdup_printf (
    "Vào Sổ theo dõi hồ sơ, quyển số: 01    Số thứ tự: %" G_GINT64_FORMAT, facts->serial);

  draw_head (paper, facts, "TNHS");
  draw_title (paper, "GIẤY TIẾP NHẬN HỒ SƠ VÀ HẸN TRẢ KẾT QUẢ");
  hs_demo_paper_field (paper, "Mã hồ sơ", dossier->reference);
  draw_person (paper, facts, "Tiếp nhận hồ sơ của");
  hs_demo_paper_field (paper, "Nội dung yêu cầu giải quyết", facts->service);
  hs_demo_paper_text (paper, 13, HS_DEMO_PLAIN, "Thành phần hồ sơ nộp gồm:");
  draw_papers (paper, facts);
  hs_demo_paper_field (paper, "Số lượng hồ sơ", "01 (bộ)");
  hs_demo_paper_field (paper, "Thời gian giải quyết hồ sơ theo quy định là", facts->duration);
  hs_demo_paper_field (paper, "Thời gian nhận hồ sơ", received);
  hs_demo_paper_field (paper, "Thời gian trả kết quả giải quyết hồ sơ", due);
  hs_demo_paper_field (paper, "Đăng ký nhận kết quả tại", facts->delivery);
  hs_demo_paper_field (paper, "Phí, lệ phí tạm thu", facts->fee);
  hs_demo_paper_text (paper, 13, HS_DEMO_PLAIN, book);
  draw_signatures (paper, facts, "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ");
}

static void
draw_contact (HsDemoPaper *paper)
{
  hs_demo_paper_text (paper, 13, HS_DEMO_PLAIN,
                      "Nếu cần hỏi thêm, ông/bà liên hệ công chức tiếp nhận " OFFICER
                      ", số điện thoại " OFFICE_PHONE ", để được hướng dẫn cụ thể.");
}

static void
draw_supplement (HsDemoPaper *paper, const HsDemoSlipFacts *facts)
{
  static const double widths[] = { 0.09, 0.43, 0.14, 0.17, 0.17 };
  static const char *const head[] = { "TT", "Thành phần hồ sơ cần bổ sung, hoàn thiện", "Bản chính",
                                      "Bản chứng thực", "Bản chụp" };
  g_autoptr (GPtrArray) rows = g_ptr_array_new ();
  const char *row[] = { "1", facts->reason, "01", "", "", NULL };

  draw_head (paper, facts, "HDHS");
  draw_title (paper, "PHIẾU YÊU CẦU BỔ SUNG, HOÀN THIỆN HỒ SƠ");
  hs_demo_paper_field (paper, "Hồ sơ của ông/bà",
                       facts->resident == NULL ? "" : facts->resident->name);
  hs_demo_paper_field (paper, "Mã hồ sơ", facts->dossier->reference);
  hs_demo_paper_field (paper, "Nội dung yêu cầu giải quyết", facts->service);
  hs_demo_paper_field (paper, "Địa chỉ", facts->resident == NULL ? "" : facts->resident->address);
  hs_demo_paper_field (paper, "Số điện thoại",
                       facts->resident == NULL ? "" : facts->resident->phone);
  hs_demo_paper_field (paper, "Email", facts->resident == NULL ? "" : facts->resident->email);
  hs_demo_paper_text (paper, 13, HS_DEMO_PLAIN,
                      "Yêu cầu ông/bà bổ sung, hoàn thiện hồ sơ gồm những nội dung sau:");
  g_ptr_array_add (rows, row);
  hs_demo_paper_table (paper, widths, 5, head, rows);
  hs_demo_paper_field (paper, "Lý do", facts->reason);
  draw_contact (paper);
  draw_signatures (paper, facts, "NGƯỜI NỘP HỒ SƠ", "NGƯỜI HƯỚNG DẪN");
}

static void
draw_refusal (HsDemoPaper *paper, const HsDemoSlipFacts *facts)
{
  draw_head (paper, facts, "TCTN");
  draw_title (paper, "PHIẾU TỪ CHỐI TIẾP NHẬN GIẢI QUYẾT HỒ SƠ");
  hs_demo_paper_field (paper, "Mã hồ sơ", facts->dossier->reference);
  draw_person (paper, facts, "Tiếp nhận hồ sơ của");
  hs_demo_paper_field (paper, "Nội dung yêu cầu giải quyết", facts->service);
  hs_demo_paper_text (paper, 13, HS_DEMO_PLAIN,
                      "Qua xem xét, cơ quan thông báo không tiếp nhận, giải quyết hồ sơ này.");
  hs_demo_paper_field (paper, "Lý do không tiếp nhận", facts->reason);
  draw_contact (paper);
  draw_signatures (paper, facts, "NGƯỜI NỘP HỒ SƠ", "NGƯỜI TIẾP NHẬN HỒ SƠ");
}

static void
draw_result (HsDemoPaper *paper, const HsDemoSlipFacts *facts)
{
  g_autofree char *title = g_utf8_strup (facts->service, -1);

  hs_demo_paper_watermark (paper, "BẢN MẪU - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ");
  draw_head (paper, facts, "KQ");
  draw_title (paper, "KẾT QUẢ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH");
  hs_demo_paper_text (paper, 13, HS_DEMO_BOLD | HS_DEMO_CENTER, title);
  hs_demo_paper_space (paper, 10);
  hs_demo_paper_text (paper, 14, HS_DEMO_BOLD | HS_DEMO_CENTER,
                      "BẢN MẪU - KHÔNG CÓ GIÁ TRỊ PHÁP LÝ");
  hs_demo_paper_space (paper, 10);
  hs_demo_paper_field (paper, "Cơ quan giải quyết", facts->authority);
  hs_demo_paper_field (paper, "Mã hồ sơ", facts->dossier->reference);
  draw_person (paper, facts, "Người nộp hồ sơ");
  hs_demo_paper_text (
    paper, 13, HS_DEMO_PLAIN,
    "Hồ sơ đã được giải quyết xong tại cổng trình diễn. Tệp này chỉ cho thấy kết quả "
    "điện tử sẽ đến với bạn như thế nào; không dùng thay giấy tờ của cơ quan.");
  draw_signatures (paper, facts, "NGƯỜI NHẬN KẾT QUẢ", "NGƯỜI TRẢ KẾT QUẢ");
}

GBytes *
hs_demo_slip_draw (HsDemoSlipKind kind, const HsDemoSlipFacts *facts, GError **error)
{
  static void (*const draw[]) (HsDemoPaper *,
                               const HsDemoSlipFacts *) = { draw_receipt, draw_supplement,
                                                            draw_refusal, draw_result };
  static const char *const titles[] = { "Giấy tiếp nhận hồ sơ và hẹn trả kết quả",
                                        "Phiếu yêu cầu bổ sung, hoàn thiện hồ sơ",
                                        "Phiếu từ chối tiếp nhận giải quyết hồ sơ",
                                        "Kết quả (bản mẫu)" };
  HsDemoPaper *paper = hs_demo_paper_new (titles[kind], FOOT);

  draw[kind](paper, facts);
  return hs_demo_paper_finish (paper, error);
}
