/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the codes in a person's data are called on papers. Ethnic groups: the national list of 54 (Decision
 * 121-TCTK/PPCD of 1979). Countries: names as Vietnamese civil status papers write them, ISO 3166-1 codes; a country
 * that is not here is shown by its code. */
#define G_LOG_DOMAIN "hoso"

#include "form/profile/hs-person-private.h"

#include <string.h>

typedef struct
{
  const char *code;
  const char *words;
} Word;

static const Word sexes[] = { { "male", "Nam" }, { "female", "Nữ" } };

static const Word ethnic_groups[] = {
  { "01", "Kinh" },
  { "02", "Tày" },
  { "03", "Thái" },
  { "04", "Hoa" },
  { "05", "Khmer" },
  { "06", "Mường" },
  { "07", "Nùng" },
  { "08", "Mông" },
  { "09", "Dao" },
  { "10", "Gia Rai" },
  { "11", "Ngái" },
  { "12", "Ê Đê" },
  { "13", "Ba Na" },
  { "14", "Xơ Đăng" },
  { "15", "Sán Chay" },
  { "16", "Cơ Ho" },
  { "17", "Chăm" },
  { "18", "Sán Dìu" },
  { "19", "Hrê" },
  { "20", "Mnông" },
  { "21", "Raglay" },
  { "22", "Xtiêng" },
  { "23", "Bru - Vân Kiều" },
  { "24", "Thổ" },
  { "25", "Giáy" },
  { "26", "Cơ Tu" },
  { "27", "Gié Triêng" },
  { "28", "Mạ" },
  { "29", "Khơ Mú" },
  { "30", "Co" },
  { "31", "Tà Ôi" },
  { "32", "Chơ Ro" },
  { "33", "Kháng" },
  { "34", "Xinh Mun" },
  { "35", "Hà Nhì" },
  { "36", "Chu Ru" },
  { "37", "Lào" },
  { "38", "La Chí" },
  { "39", "La Ha" },
  { "40", "Phù Lá" },
  { "41", "La Hủ" },
  { "42", "Lự" },
  { "43", "Lô Lô" },
  { "44", "Chứt" },
  { "45", "Mảng" },
  { "46", "Pà Thẻn" },
  { "47", "Cơ Lao" },
  { "48", "Cống" },
  { "49", "Bố Y" },
  { "50", "Si La" },
  { "51", "Pu Péo" },
  { "52", "Brâu" },
  { "53", "Ơ Đu" },
  { "54", "Rơ Măm" },
};

static const Word countries[] = {
  { "VN", "Việt Nam" },
  { "AF", "Áp-ga-ni-xtan" },
  { "DZ", "An-giê-ri" },
  { "AO", "Ăng-gô-la" },
  { "AR", "Ác-hen-ti-na" },
  { "AU", "Ô-xtrây-li-a" },
  { "AT", "Áo" },
  { "BD", "Băng-la-đét" },
  { "BY", "Bê-la-rút" },
  { "BE", "Bỉ" },
  { "BR", "Bra-xin" },
  { "BN", "Bru-nây" },
  { "BG", "Bun-ga-ri" },
  { "KH", "Cam-pu-chia" },
  { "CM", "Ca-mơ-run" },
  { "CA", "Ca-na-đa" },
  { "CL", "Chi-lê" },
  { "CN", "Trung Quốc" },
  { "CO", "Cô-lôm-bi-a" },
  { "CU", "Cu-ba" },
  { "CZ", "Cộng hoà Séc" },
  { "DK", "Đan Mạch" },
  { "EG", "Ai Cập" },
  { "EE", "E-xtô-ni-a" },
  { "FI", "Phần Lan" },
  { "FR", "Pháp" },
  { "DE", "Đức" },
  { "GH", "Ga-na" },
  { "GR", "Hy Lạp" },
  { "HU", "Hung-ga-ri" },
  { "IS", "Ai-xơ-len" },
  { "IN", "Ấn Độ" },
  { "ID", "In-đô-nê-xi-a" },
  { "IR", "I-ran" },
  { "IQ", "I-rắc" },
  { "IE", "Ai-len" },
  { "IL", "I-xra-en" },
  { "IT", "I-ta-li-a" },
  { "JP", "Nhật Bản" },
  { "KZ", "Ca-dắc-xtan" },
  { "KE", "Kê-ni-a" },
  { "KR", "Hàn Quốc" },
  { "KP", "Triều Tiên" },
  { "KW", "Cô-oét" },
  { "LA", "Lào" },
  { "LV", "Lát-vi-a" },
  { "LB", "Li-băng" },
  { "LT", "Lít-va" },
  { "LU", "Lúc-xăm-bua" },
  { "MY", "Ma-lai-xi-a" },
  { "MX", "Mê-hi-cô" },
  { "MN", "Mông Cổ" },
  { "MA", "Ma-rốc" },
  { "MZ", "Mô-dăm-bích" },
  { "MM", "Mi-an-ma" },
  { "NP", "Nê-pan" },
  { "NL", "Hà Lan" },
  { "NZ", "Niu Di-lân" },
  { "NG", "Ni-giê-ri-a" },
  { "NO", "Na Uy" },
  { "PK", "Pa-ki-xtan" },
  { "PE", "Pê-ru" },
  { "PH", "Phi-líp-pin" },
  { "PL", "Ba Lan" },
  { "PT", "Bồ Đào Nha" },
  { "QA", "Ca-ta" },
  { "RO", "Ru-ma-ni" },
  { "RU", "Liên bang Nga" },
  { "SA", "Ả-rập Xê-út" },
  { "RS", "Xéc-bi-a" },
  { "SG", "Xin-ga-po" },
  { "SK", "Xlô-va-ki-a" },
  { "SI", "Xlô-ven-ni-a" },
  { "ZA", "Nam Phi" },
  { "ES", "Tây Ban Nha" },
  { "LK", "Xri Lan-ca" },
  { "SE", "Thuỵ Điển" },
  { "CH", "Thuỵ Sĩ" },
  { "TW", "Đài Loan (Trung Quốc)" },
  { "TZ", "Tan-da-ni-a" },
  { "TH", "Thái Lan" },
  { "TL", "Ti-mo Lét-xtê" },
  { "TR", "Thổ Nhĩ Kỳ" },
  { "UA", "U-crai-na" },
  { "AE", "Các Tiểu vương quốc Ả-rập Thống nhất" },
  { "GB", "Vương quốc Anh" },
  { "US", "Hoa Kỳ" },
  { "UY", "U-ru-goay" },
  { "UZ", "U-dơ-bê-ki-xtan" },
  { "VE", "Vê-nê-xu-ê-la" },
  { "YE", "Y-ê-men" },
  { "XX", "Không quốc tịch" },
};

static const char *
find_words (const Word *words, gsize n, const char *code)
{
  for (gsize i = 0; i < n; i++)
    if (strcmp (words[i].code, code) == 0)
      return words[i].words;
  return NULL;
}

const char *
hs_person_code_words (const char *field, const char *code)
{
  if (strcmp (field, "sex") == 0)
    return find_words (sexes, G_N_ELEMENTS (sexes), code);
  if (strcmp (field, "ethnicGroup") == 0)
    return find_words (ethnic_groups, G_N_ELEMENTS (ethnic_groups), code);
  if (strcmp (field, "nationality") == 0)
    return find_words (countries, G_N_ELEMENTS (countries), code);
  return NULL;
}

static const char *
find_code (const Word *words, gsize n, const char *text)
{
  g_autofree char *folded = hs_text_fold (text);

  for (gsize i = 0; i < n; i++)
    {
      g_autofree char *own = hs_text_fold (words[i].words);

      if (strcmp (words[i].code, text) == 0 || strcmp (own, folded) == 0)
        return words[i].code;
    }
  return NULL;
}

const char *
hs_person_words_code (const char *field, const char *text)
{
  if (strcmp (field, "sex") == 0)
    return find_code (sexes, G_N_ELEMENTS (sexes), text);
  if (strcmp (field, "ethnicGroup") == 0)
    return find_code (ethnic_groups, G_N_ELEMENTS (ethnic_groups), text);
  if (strcmp (field, "nationality") == 0)
    return find_code (countries, G_N_ELEMENTS (countries), text);
  return NULL;
}

gboolean
hs_person_is_coded (const char *field)
{
  return strcmp (field, "sex") == 0 || strcmp (field, "ethnicGroup") == 0 ||
         strcmp (field, "nationality") == 0;
}
