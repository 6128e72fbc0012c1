/*
 * Between libjpeg (mozjpeg) and Rust. libjpeg reports an error by calling error_exit, which must not return. It leaves
 * here by longjmp, and every frame between that call and its setjmp is C: no function of this file calls back into Rust,
 * and libjpeg never sees a Rust function. That is the reason for this file.
 *
 * Rules kept below: each entry point sets its own jump target before it calls the library; nothing that is changed after
 * setjmp lives in a local variable that is read after a jump (it lives in the heap structure); after an error the only
 * call allowed is the free function (the Rust side sees to it).
 */
#include <setjmp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define JPEG_INTERNALS /* for the inverse DCT's start_pass, see halve_colour */
#include "jpeglib.h"
#include "jerror.h"

enum { VS_OK = 0, VS_BROKEN = 1, VS_UNSUPPORTED = 2, VS_MEMORY = 3, VS_SCANS = 4, VS_FULL = 5, VS_MISUSE = 6 };
enum { VS_GREY = 0, VS_YCC = 1, VS_RGB = 2, VS_CMYK = 3 };
#define VS_PLANES 3
#define VS_ROWS 32 /* most rows of one plane in one row of MCUs: sampling factor up to 4, 8 rows each */

typedef struct {
  struct jpeg_error_mgr base;
  jmp_buf out;
  int code;
} vs_error;

typedef struct {
  uint32_t width, height;
  int32_t colour, progressive, adobe;
} vs_header;

typedef struct {
  /* Bytes from row to row, rows in one read, samples that count. */
  uint32_t stride, rows, width, height;
  /* The picture's width times h / max_h is this plane's exact width (width above is rounded up); the same for v. */
  uint32_t h, max_h, v, max_v;
} vs_plane;

typedef struct {
  int32_t raw, planes;
  vs_plane plane[VS_PLANES];
} vs_layout;

typedef struct {
  struct jpeg_decompress_struct c;
  struct jpeg_progress_mgr progress;
  vs_error err;
  int max_scans;
  vs_layout layout;
} vs_decoder;

static void leave(j_common_ptr c, int code) {
  vs_error *e = (vs_error *)c->err;
  e->code = code;
  longjmp(e->out, 1);
}

static void on_error(j_common_ptr c) {
  switch (c->err->msg_code) {
  case JERR_OUT_OF_MEMORY:
  case JERR_NO_BACKING_STORE:
  case JERR_IMAGE_TOO_BIG:
  case JERR_WIDTH_OVERFLOW:
    leave(c, VS_MEMORY);
    break;
  case JERR_SOF_UNSUPPORTED:
  case JERR_ARITH_NOTIMPL:
  case JERR_BAD_PRECISION:
  case JERR_CONVERSION_NOTIMPL:
  case JERR_COMPONENT_COUNT:
  case JERR_NOT_COMPILED:
    leave(c, VS_UNSUPPORTED);
    break;
  default:
    leave(c, VS_BROKEN);
  }
}

/* The library goes on after damage and paints grey. A photo with a grey half is not what the person chose. */
static void on_message(j_common_ptr c, int level) {
  if (level >= 0)
    return;
  switch (c->err->msg_code) {
  case JWRN_EXTRANEOUS_DATA: /* fill bytes between segments: many cameras */
  case JWRN_ADOBE_XFORM:
  case JWRN_JFIF_MAJOR:
  case JWRN_NOT_SEQUENTIAL:
  case JWRN_TOO_MUCH_DATA:
    return;
  default:
    leave(c, VS_BROKEN);
  }
}

static void on_output(j_common_ptr c) { (void)c; }

static void on_progress(j_common_ptr c) {
  vs_decoder *d = (vs_decoder *)c->client_data;
  if (d->c.input_scan_number > d->max_scans)
    leave(c, VS_SCANS);
}

static void set_up_errors(vs_error *e) {
  jpeg_std_error(&e->base);
  e->base.error_exit = on_error;
  e->base.emit_message = on_message;
  e->base.output_message = on_output;
  e->code = VS_OK;
}

void vs_decoder_free(vs_decoder *d) {
  if (d == NULL)
    return;
  if (setjmp(d->err.out) == 0)
    jpeg_destroy_decompress(&d->c);
  free(d);
}

static int set_up_decoder(vs_decoder *d, const uint8_t *data, size_t len, size_t max_memory) {
  if (setjmp(d->err.out))
    return d->err.code;
  jpeg_create_decompress(&d->c);
  d->c.client_data = d;
  d->c.progress = &d->progress;
  d->c.mem->max_memory_to_use = (long)max_memory;
  jpeg_mem_src(&d->c, (unsigned char *)data, (unsigned long)len);
  return VS_OK;
}

/* `data` must stay until vs_decoder_free. NULL when there is no memory, or no data. */
vs_decoder *vs_decoder_new(const uint8_t *data, size_t len, size_t max_memory, int32_t max_scans) {
  vs_decoder *d = calloc(1, sizeof *d);
  if (d == NULL)
    return NULL;
  set_up_errors(&d->err);
  d->c.err = &d->err.base;
  d->max_scans = max_scans;
  d->progress.progress_monitor = on_progress;
  if (set_up_decoder(d, data, len, max_memory) != VS_OK) {
    vs_decoder_free(d);
    return NULL;
  }
  return d;
}

int32_t vs_decoder_header(vs_decoder *d, vs_header *out) {
  if (setjmp(d->err.out))
    return d->err.code;
  if (jpeg_read_header(&d->c, TRUE) != JPEG_HEADER_OK)
    return VS_BROKEN;
  out->width = d->c.image_width;
  out->height = d->c.image_height;
  out->progressive = d->c.progressive_mode;
  out->adobe = d->c.saw_Adobe_marker;
  switch (d->c.jpeg_color_space) {
  case JCS_GRAYSCALE:
    out->colour = VS_GREY;
    break;
  case JCS_YCbCr:
    out->colour = VS_YCC;
    break;
  case JCS_RGB:
    out->colour = VS_RGB;
    break;
  case JCS_CMYK:
  case JCS_YCCK:
    out->colour = VS_CMYK;
    break;
  default:
    return VS_UNSUPPORTED;
  }
  return VS_OK;
}

/*
 * At a reduced size the library builds 4:2:0 colour as large as brightness, to save itself the upsampling. Here colour stays
 * half as large: it is what will be written, and a quarter of the work. The library has no switch for it; this sets the
 * fields that jdmaster.c and jdinput.c derive from the size, and lets the inverse DCT choose its routines again.
 */
static void halve_colour(j_decompress_ptr c) {
  int i;
  for (i = 0; i < c->num_components; i++) {
    jpeg_component_info *info = &c->comp_info[i];
    info->DCT_scaled_size = c->min_DCT_scaled_size;
    info->MCU_sample_width = info->MCU_width * info->DCT_scaled_size;
    info->downsampled_width = (JDIMENSION)(((uint64_t)c->image_width * (uint64_t)(info->h_samp_factor * info->DCT_scaled_size) +
                                            (uint64_t)(c->max_h_samp_factor * DCTSIZE) - 1) /
                                           (uint64_t)(c->max_h_samp_factor * DCTSIZE));
    info->downsampled_height = (JDIMENSION)(((uint64_t)c->image_height * (uint64_t)(info->v_samp_factor * info->DCT_scaled_size) +
                                             (uint64_t)(c->max_v_samp_factor * DCTSIZE) - 1) /
                                            (uint64_t)(c->max_v_samp_factor * DCTSIZE));
  }
  (*c->idct->start_pass)(c);
}

/* Begins decoding at eighths/8 of the size. Grey and YCbCr come as planes as they are stored, other colours as rows. */
int32_t vs_decoder_start(vs_decoder *d, int32_t eighths, vs_layout *out) {
  int i;
  if (eighths < 1 || eighths > 8)
    return VS_MISUSE;
  if (setjmp(d->err.out))
    return d->err.code;
  d->c.scale_num = (unsigned int)eighths;
  d->c.scale_denom = 8;
  d->c.dct_method = JDCT_ISLOW;
  d->c.do_block_smoothing = FALSE;
  d->layout.raw = d->c.jpeg_color_space == JCS_GRAYSCALE || d->c.jpeg_color_space == JCS_YCbCr;
  if (d->layout.raw)
    d->c.raw_data_out = TRUE;
  else
    d->c.out_color_space = d->c.jpeg_color_space == JCS_RGB ? JCS_RGB : JCS_CMYK;
  if (!jpeg_start_decompress(&d->c))
    return VS_BROKEN;
  if (!d->layout.raw) {
    vs_plane *p = &d->layout.plane[0];
    d->layout.planes = 1;
    p->stride = d->c.output_width * (uint32_t)d->c.output_components;
    p->rows = 8;
    p->width = d->c.output_width;
    p->height = d->c.output_height;
    p->h = p->v = (uint32_t)eighths;
    p->max_h = p->max_v = 8;
  } else {
    if (d->c.num_components > VS_PLANES)
      return VS_UNSUPPORTED;
    d->layout.planes = d->c.num_components;
    halve_colour(&d->c);
    for (i = 0; i < d->c.num_components; i++) {
      jpeg_component_info *info = &d->c.comp_info[i];
      vs_plane *p = &d->layout.plane[i];
      p->stride = info->width_in_blocks * (uint32_t)info->DCT_scaled_size;
      p->rows = (uint32_t)(info->v_samp_factor * info->DCT_scaled_size);
      p->width = info->downsampled_width;
      p->height = info->downsampled_height;
      p->h = (uint32_t)(info->h_samp_factor * info->DCT_scaled_size);
      p->max_h = (uint32_t)(d->c.max_h_samp_factor * DCTSIZE);
      p->v = (uint32_t)(info->v_samp_factor * info->DCT_scaled_size);
      p->max_v = (uint32_t)(d->c.max_v_samp_factor * DCTSIZE);
      if (p->rows > VS_ROWS)
        return VS_UNSUPPORTED;
    }
  }
  *out = d->layout;
  return VS_OK;
}

/* Reads what comes next into the buffers, `layout.plane[i].rows` rows each. `*done` becomes 1 when that was the last. */
int32_t vs_decoder_read(vs_decoder *d, uint8_t *const buffers[VS_PLANES], const size_t lens[VS_PLANES], int32_t *done,
                        uint32_t *rows) {
  JSAMPROW row[VS_PLANES][VS_ROWS];
  JSAMPARRAY plane[VS_PLANES];
  uint32_t n;
  int i;
  for (i = 0; i < d->layout.planes; i++) {
    const vs_plane *p = &d->layout.plane[i];
    if (lens[i] < (size_t)p->stride * p->rows)
      return VS_MISUSE;
    for (n = 0; n < p->rows; n++)
      row[i][n] = buffers[i] + (size_t)p->stride * n;
    plane[i] = row[i];
  }
  if (d->c.output_scanline >= d->c.output_height)
    return VS_MISUSE;
  *rows = 0;
  if (setjmp(d->err.out))
    return d->err.code;
  if (d->layout.raw) {
    JDIMENSION lines = (JDIMENSION)(d->c.max_v_samp_factor * d->c.min_DCT_scaled_size);
    if (jpeg_read_raw_data(&d->c, plane, lines) != lines)
      return VS_BROKEN;
  } else {
    while (*rows < d->layout.plane[0].rows && d->c.output_scanline < d->c.output_height) {
      JDIMENSION got = jpeg_read_scanlines(&d->c, plane[0] + *rows, d->layout.plane[0].rows - *rows);
      if (got == 0)
        return VS_BROKEN;
      *rows += got;
    }
  }
  *done = d->c.output_scanline >= d->c.output_height;
  return VS_OK;
}

typedef struct {
  struct jpeg_destination_mgr base;
  uint8_t *out;
  size_t cap;
} vs_sink;

typedef struct {
  struct jpeg_compress_struct c;
  vs_error err;
  vs_sink sink;
} vs_encoder;

static void sink_begin(j_compress_ptr c) {
  vs_sink *s = (vs_sink *)c->dest;
  s->base.next_output_byte = s->out;
  s->base.free_in_buffer = s->cap;
}

static boolean sink_full(j_compress_ptr c) {
  leave((j_common_ptr)c, VS_FULL);
  return FALSE;
}

static void sink_end(j_compress_ptr c) { (void)c; }

/* 4:2:0 from three planes. Rows are read 8 samples at a time: strides are multiples of 8 and cover the width. */
typedef struct {
  uint32_t width, height;
  const uint8_t *plane[3];
  uint32_t stride[3], rows[3];
} vs_picture;

static void feed(vs_encoder *e, const vs_picture *p) {
  JSAMPROW row[3][16];
  JSAMPARRAY plane[3];
  int i, n;
  while (e->c.next_scanline < e->c.image_height) {
    for (i = 0; i < 3; i++) {
      int lines = i == 0 ? 16 : 8;
      uint32_t first = i == 0 ? e->c.next_scanline : e->c.next_scanline / 2;
      for (n = 0; n < lines; n++) {
        uint32_t y = first + (uint32_t)n;
        if (y >= p->rows[i])
          y = p->rows[i] - 1;
        row[i][n] = (JSAMPROW)(p->plane[i] + (size_t)p->stride[i] * y);
      }
      plane[i] = row[i];
    }
    jpeg_write_raw_data(&e->c, plane, 16);
  }
}

static int write_all(vs_encoder *e, const vs_picture *p, int32_t quality, int32_t trellis) {
  if (setjmp(e->err.out))
    return e->err.code;
  jpeg_create_compress(&e->c);
  e->c.dest = &e->sink.base;
  e->c.image_width = p->width;
  e->c.image_height = p->height;
  e->c.input_components = 3;
  e->c.in_color_space = JCS_YCbCr;
  /* mozjpeg's own profile: its quantisation tables (about a tenth fewer bytes at the same look, at no cost), optimised
   * Huffman codes. One scan, not progressive: every decoder reads it, in little memory. */
  jpeg_c_set_int_param(&e->c, JINT_COMPRESS_PROFILE, JCP_MAX_COMPRESSION);
  jpeg_set_defaults(&e->c);
  jpeg_c_set_bool_param(&e->c, JBOOLEAN_OPTIMIZE_SCANS, FALSE);
  e->c.scan_info = NULL;
  e->c.num_scans = 0;
  jpeg_c_set_bool_param(&e->c, JBOOLEAN_TRELLIS_QUANT, trellis ? TRUE : FALSE);
  jpeg_set_quality(&e->c, quality, TRUE);
  e->c.optimize_coding = TRUE;
  e->c.dct_method = JDCT_ISLOW;
  e->c.raw_data_in = TRUE;
  e->c.comp_info[0].h_samp_factor = e->c.comp_info[0].v_samp_factor = 2;
  e->c.comp_info[1].h_samp_factor = e->c.comp_info[1].v_samp_factor = 1;
  e->c.comp_info[2].h_samp_factor = e->c.comp_info[2].v_samp_factor = 1;
  jpeg_start_compress(&e->c, TRUE);
  feed(e, p);
  jpeg_finish_compress(&e->c);
  return VS_OK;
}

static void free_encoder(vs_encoder *e) {
  if (setjmp(e->err.out) == 0)
    jpeg_destroy_compress(&e->c);
  free(e);
}

int32_t vs_encode(const vs_picture *p, int32_t quality, int32_t trellis, uint8_t *out, size_t cap, size_t *written) {
  int code;
  vs_encoder *e;
  *written = 0;
  if (cap == 0) /* libjpeg writes a byte before it asks for room */
    return VS_FULL;
  e = calloc(1, sizeof *e);
  if (e == NULL)
    return VS_MEMORY;
  set_up_errors(&e->err);
  e->c.err = &e->err.base;
  e->sink.out = out;
  e->sink.cap = cap;
  e->sink.base.init_destination = sink_begin;
  e->sink.base.empty_output_buffer = sink_full;
  e->sink.base.term_destination = sink_end;
  code = write_all(e, p, quality, trellis);
  *written = cap - e->sink.base.free_in_buffer;
  free_encoder(e);
  return code;
}
