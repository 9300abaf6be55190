<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="zh_CN" sourcelanguage="en">
<context>
<name>glioma</name>
<message><source> (it has {columns})</source><translation>（现有：{columns}）</translation></message>
<message><source> and </source><translation> 和 </translation></message>
<message><source>, </source><translation>、</translation></message>
<message><source>1 equal slice</source><translation>1 层完全相同</translation></message>
<message><source>1 image is stored twice in this folder (same SOP Instance UID); the copies were left out.</source><translation>此文件夹中有 1 幅图像重复存储（SOP Instance UID 相同）；重复者已略去。</translation></message>
<message><source>1 mm</source><translation>1 mm</translation></message>
<message><source>1 slice is missing, between {where}: positions along the stack are approximate.</source><translation>缺 1 层，位于第 {where} 层之间：沿层面方向的位置为近似值。</translation></message>
<message><source>1 study is linked to its files again.</source><translation type="unfinished"></translation></message>
<message><source>1 study is still missing: choose another folder.</source><translation type="unfinished"></translation></message>
<message><source>3 mm</source><translation>3 mm</translation></message>
<message><source>5 mm</source><translation>5 mm</translation></message>
<message><source>; </source><translation>；</translation></message>
<message><source>A NIfTI mask becomes the outline of the lesion that is drawn on.</source><translation>将 NIfTI 掩膜导入为当前病灶的轮廓。</translation></message>
<message><source>A lens at the cursor while the key is held; the wheel changes how much it magnifies.</source><translation type="unfinished"></translation></message>
<message><source>A line about the case, in the case panel.</source><translation>在病例面板中写一行病例备注。</translation></message>
<message><source>A locked box cannot be moved or deleted; again to unlock.</source><translation>锁定的框不能移动或删除；再按一次解锁。</translation></message>
<message><source>A project cannot be made in {folder} ({reason}).</source><translation>无法在 {folder} 中新建项目（{reason}）。</translation></message>
<message><source>A score, not a probability: too few patients to calibrate.</source><translation>此为评分，并非概率：患者过少，无法校准。</translation></message>
<message><source>A second tumour focus; one box a lesion and slice.</source><translation>添加另一个肿瘤灶；每个病灶每层一个框。</translation></message>
<message><source>About Glioma Desktop</source><translation>关于 Glioma Desktop</translation></message>
<message><source>Accept box as key</source><translation>接受为关键框</translation></message>
<message><source>Across: width. Up: brighter</source><translation>左右：窗宽；向上：变亮</translation></message>
<message><source>Across: width. Up: darker</source><translation>左右：窗宽；向上：变暗</translation></message>
<message><source>Activate the next viewport.</source><translation>激活下一个视口。</translation></message>
<message><source>Add lesion</source><translation>添加病灶</translation></message>
<message><source>After the last slice comes the first one.</source><translation type="unfinished"></translation></message>
<message><source>All keys; change them here.</source><translation>全部快捷键；可在此修改。</translation></message>
<message><source>All values of the series.</source><translation>显示该序列的全部灰度值。</translation></message>
<message><source>All {count} patients are of {held} grade. Add patients of the other class.</source><translation>全部 {count} 例患者均为{held}级别。请加入另一类别的患者。</translation></message>
<message><source>An interpolated or copied box is taken as it is.</source><translation>原样接受插值或复制得到的框。</translation></message>
<message><source>An oligodendroglioma has no grade 4.</source><translation>少突胶质细胞瘤没有 4 级。</translation></message>
<message><source>Annotate</source><translation>标注</translation></message>
<message><source>Another lesion is graded since this answer. Grade again (G).</source><translation>分级病灶已更换，此结果已过期。请重新分级（G）。</translation></message>
<message><source>Assumes an untreated glioma.</source><translation>前提：未经治疗的胶质瘤。</translation></message>
<message><source>At the last slice the slices run back.</source><translation type="unfinished"></translation></message>
<message><source>Auto</source><translation>自动</translation></message>
<message><source>Auto from a region</source><translation>按区域自动调窗</translation></message>
<message><source>Axial reformat</source><translation>轴位重组</translation></message>
<message><source>Axial, sagittal and coronal of the active series through one crosshair: click or drag it in Read.</source><translation>以同一十字线显示当前序列的轴位、矢状位和冠状位：在浏览模式下单击或拖动。</translation></message>
<message><source>Back up project…</source><translation>备份项目…</translation></message>
<message><source>Bidimensional</source><translation>双径测量</translation></message>
<message><source>Blink other sequence (hold)</source><translation>闪烁对比另一序列（按住）</translation></message>
<message><source>Boxes and outlines are hidden while the key is held.</source><translation>按住此键时隐藏框和轮廓。</translation></message>
<message><source>Boxes that hold more than 90 %, since no smaller one will do: {count}.</source><translation>覆盖率超过 90 % 的框（没有更小的框可用）：{count} 个。</translation></message>
<message><source>CNS WHO {grade} (2021)</source><translation>CNS WHO {grade} 级（2021）</translation></message>
<message><source>Cancel the gesture under way; with none, back to Read.</source><translation>取消正在进行的操作；若无，则返回浏览模式。</translation></message>
<message><source>Cannot say</source><translation>无法判断</translation></message>
<message><source>Case done, open next</source><translation>完成本例，打开下一例</translation></message>
<message><source>Choose one sequence or three of {sequences}, not {chosen}.</source><translation>请从 {sequences} 中选择一个或三个序列，而非 {chosen}。</translation></message>
<message><source>Choose the folder they are in now, or one above it; folders below are searched.</source><translation type="unfinished"></translation></message>
<message><source>Cine</source><translation type="unfinished"></translation></message>
<message><source>Clear on this slice</source><translation>清除本层测量</translation></message>
<message><source>Close the window. Everything is saved already; a training goes on.</source><translation>关闭窗口。所有内容均已保存；训练会继续进行。</translation></message>
<message><source>Comment on case</source><translation>病例备注</translation></message>
<message><source>Copy box to next slice</source><translation>复制框到下一层</translation></message>
<message><source>Copy the annotations, also while they are in use.</source><translation>备份标注数据，使用中也可进行。</translation></message>
<message><source>Dark</source><translation>深色</translation></message>
<message><source>Dark surfaces.</source><translation>深色界面。</translation></message>
<message><source>Delete box</source><translation>删除框</translation></message>
<message><source>Delete the box on this slice; in Outline, the outline; with a measuring tool, the selected measurement.</source><translation>删除本层的框；轮廓模式下删除轮廓；测量工具下删除所选测量。</translation></message>
<message><source>Delete the images that were unpacked from ZIP and tar files; they are unpacked again when asked for.</source><translation type="unfinished"></translation></message>
<message><source>Delete the measurements on this slice; undo brings them back.</source><translation>删除本层的测量；可撤销恢复。</translation></message>
<message><source>Derived images: computed from others, not acquired.</source><translation>派生图像：由其他图像计算而来，并非直接采集。</translation></message>
<message><source>Derived: axial reformat, mean over {step_mm:g} mm, of {name}.</source><translation>派生：由 {name} 轴位重组而来，按 {step_mm:g} mm 取平均。</translation></message>
<message><source>Dim panels</source><translation>调暗面板</translation></message>
<message><source>Disc for unpacked archives</source><translation type="unfinished"></translation></message>
<message><source>Does not exclude a higher grade.</source><translation>不能排除更高级别。</translation></message>
<message><source>Down</source><translation>向下</translation></message>
<message><source>Drag the longest diameter, then its perpendicular (RANO).</source><translation>先拖出最长径，再拖出其垂直径（RANO）。</translation></message>
<message><source>Dragging to the right widens the window, upwards brightens.</source><translation>向右拖动加宽窗宽，向上拖动变亮。</translation></message>
<message><source>Dragging to the right widens the window, upwards darkens.</source><translation>向右拖动加宽窗宽，向上拖动变暗。</translation></message>
<message><source>Dragging upwards widens the window, to the right brightens.</source><translation>向上拖动加宽窗宽，向右拖动变亮。</translation></message>
<message><source>Dragging upwards widens the window, to the right darkens.</source><translation>向上拖动加宽窗宽，向右拖动变暗。</translation></message>
<message><source>Earlier trainings and their reports.</source><translation>以往的训练及其报告。</translation></message>
<message><source>Edit</source><translation>编辑</translation></message>
<message><source>English</source><translation>English</translation></message>
<message><source>Enhancement</source><translation>强化</translation></message>
<message><source>Every sequence opens with Auto again.</source><translation>所有序列重新以自动窗打开。</translation></message>
<message><source>Every series back in its place.</source><translation>各序列回到各自的位置。</translation></message>
<message><source>Every study of this project is where it was.</source><translation type="unfinished"></translation></message>
<message><source>Everything but the picture goes darker; again to undo.</source><translation>除图像外全部调暗；再按一次恢复。</translation></message>
<message><source>Exchange black and white in this viewport.</source><translation>在此视口中黑白反转。</translation></message>
<message><source>Export boxes…</source><translation>导出框…</translation></message>
<message><source>FLAIR outline</source><translation>FLAIR 轮廓</translation></message>
<message><source>Faster</source><translation type="unfinished"></translation></message>
<message><source>Fetch bvlc_googlenet of the Caffe model zoo ({url}) as safetensors under its Caffe names ({name}: SHA-256 {digest}) and choose it as the weights file (--weights).</source><translation>请获取 Caffe model zoo 的 bvlc_googlenet（{url}），以 safetensors 格式并保留 Caffe 名称（{name}：SHA-256 {digest}），再将其选为权重文件（--weights）。</translation></message>
<message><source>Fetch {url} (SHA-256 begins {begins}) on a machine with a connection and choose it as the weights file (--weights).</source><translation>请在联网的计算机上获取 {url}（SHA-256 以 {begins} 开头），再将其选为权重文件（--weights）。</translation></message>
<message><source>Fewer slices a second.</source><translation type="unfinished"></translation></message>
<message><source>File</source><translation>文件</translation></message>
<message><source>Find a patient by pseudonym, status or sequence.</source><translation>按假名编号、状态或序列查找患者。</translation></message>
<message><source>Find moved folder…</source><translation>查找已移动的文件夹…</translation></message>
<message><source>Find the MR studies in a folder. Dropping it works too.</source><translation>查找文件夹中的 MR 检查；也可直接拖入。</translation></message>
<message><source>First slice</source><translation>第一层</translation></message>
<message><source>Fit all slices to 80 %</source><translation>全部层适配到 80 %</translation></message>
<message><source>Fit slice</source><translation>适合窗口</translation></message>
<message><source>Fit to 80 %</source><translation>适配到 80 %</translation></message>
<message><source>Five folds need at least {needed} patients of each class outside the sealed test set; there are {n} of {name} grade. Annotate more patients, or widen the coverage band.</source><translation>五折要求封存测试集以外每一类别至少有 {needed} 例患者；目前{name}级别为 {n} 例。请标注更多患者，或放宽覆盖率范围。</translation></message>
<message><source>Five slices back</source><translation>后退五层</translation></message>
<message><source>Five slices back.</source><translation>向前翻五层。</translation></message>
<message><source>Five slices on</source><translation>前进五层</translation></message>
<message><source>Five slices on.</source><translation>向后翻五层。</translation></message>
<message><source>Flag case</source><translation>标记病例</translation></message>
<message><source>Fold side panels</source><translation>折叠侧面板</translation></message>
<message><source>Forget windows</source><translation>清除记忆的窗</translation></message>
<message><source>Four viewports.</source><translation>四个视口。</translation></message>
<message><source>Full screen</source><translation type="unfinished"></translation></message>
<message><source>Glioma Desktop, second screen</source><translation type="unfinished"></translation></message>
<message><source>Grade</source><translation>分级</translation></message>
<message><source>Grade this lesion</source><translation>对此病灶分级</translation></message>
<message><source>Grade tumour</source><translation>肿瘤分级</translation></message>
<message><source>H3-altered tumour</source><translation>H3 改变型肿瘤</translation></message>
<message><source>Hang again</source><translation>重新挂片</translation></message>
<message><source>Hanging protocol</source><translation>挂片协议</translation></message>
<message><source>Help</source><translation>帮助</translation></message>
<message><source>Hide overlays (hold)</source><translation>隐藏叠加信息（按住）</translation></message>
<message><source>High = WHO {high}, low = WHO {low} ({edition}).</source><translation>高 = WHO {high}，低 = WHO {low}（{edition}）。</translation></message>
<message><source>High = WHO {high}, low = WHO {low} ({edition}). Grade {unseen} not trained on.</source><translation>高 = WHO {high}，低 = WHO {low}（{edition}）。未用 {unseen} 级训练。</translation></message>
<message><source>How much memory and disc the images may take, and what they take now.</source><translation>图像可占用多少内存和磁盘，以及目前的占用。</translation></message>
<message><source>IDH-wildtype and 1p/19q-codeleted exclude each other.</source><translation>IDH 野生型与 1p/19q 共缺失相互排斥。</translation></message>
<message><source>II</source><translation>Ⅱ</translation></message>
<message><source>III</source><translation>Ⅲ</translation></message>
<message><source>IV</source><translation>Ⅳ</translation></message>
<message><source>ImageType DERIVED: subtraction or projection</source><translation>ImageType DERIVED：减影或投影</translation></message>
<message><source>ImageType {part}: not a magnitude</source><translation>ImageType {part}：非幅度图像</translation></message>
<message><source>Interpolate voxels</source><translation>体素插值显示</translation></message>
<message><source>Invert</source><translation>黑白反转</translation></message>
<message><source>Keep as…</source><translation>另存为协议…</translation></message>
<message><source>Keep the arrangement as a protocol with a name.</source><translation>将当前布置存为有名称的协议。</translation></message>
<message><source>Keep this arrangement</source><translation>保留当前布置</translation></message>
<message><source>Keys go to the next area: worklist, viewport, case.</source><translation>键盘焦点移到下一区域：患者列表、视口、病例。</translation></message>
<message><source>Keys…</source><translation>快捷键…</translation></message>
<message><source>Labels…</source><translation>病理标签…</translation></message>
<message><source>Language</source><translation>语言</translation></message>
<message><source>Last slice</source><translation>最后一层</translation></message>
<message><source>Leans high grade · score {score:.2f}</source><translation>倾向高级别 · 评分 {score:.2f}</translation></message>
<message><source>Leans high grade · {share:.0f} %</source><translation>倾向高级别 · {share:.0f} %</translation></message>
<message><source>Leans high grade · {share:.0f} % ({low:.0f}-{high:.0f})</source><translation>倾向高级别 · {share:.0f} %（{low:.0f}-{high:.0f}）</translation></message>
<message><source>Leans low grade · score {score:.2f}</source><translation>倾向低级别 · 评分 {score:.2f}</translation></message>
<message><source>Leans low grade · {share:.0f} % high</source><translation>倾向低级别 · 高级别概率 {share:.0f} %</translation></message>
<message><source>Leans low grade · {share:.0f} % high ({low:.0f}-{high:.0f})</source><translation>倾向低级别 · 高级别概率 {share:.0f} %（{low:.0f}-{high:.0f}）</translation></message>
<message><source>Left</source><translation>向左</translation></message>
<message><source>Left-drag draws a box. Keep holding and turn the wheel to sweep it through slices.</source><translation>左键拖动画框；按住不放并滚动滚轮，可连续带过多层。</translation></message>
<message><source>Left-drag draws an outline freehand; with Shift a further part.</source><translation>左键拖动手绘轮廓；按住 Shift 可添加另一部分。</translation></message>
<message><source>Left-drag measures a distance.</source><translation>左键拖动测量距离。</translation></message>
<message><source>Left-drag over tissue: the window spans its values. Ctrl+right-drag does it at once.</source><translation>左键拖过组织：窗按其灰度范围设定。Ctrl+右键拖动可直接完成。</translation></message>
<message><source>Light</source><translation>浅色</translation></message>
<message><source>Light surfaces; pictures stay on black.</source><translation>浅色界面；图像仍为黑底。</translation></message>
<message><source>Link as shown</source><translation>按当前显示联动</translation></message>
<message><source>Link viewports</source><translation>联动视口</translation></message>
<message><source>Lock box</source><translation>锁定框</translation></message>
<message><source>Loop</source><translation type="unfinished"></translation></message>
<message><source>Magnifier (hold)</source><translation type="unfinished"></translation></message>
<message><source>Make a project in a folder of its own.</source><translation>在单独的文件夹中新建项目。</translation></message>
<message><source>Mark the case to come back to it.</source><translation>标记此病例，以便再看。</translation></message>
<message><source>Measure</source><translation>测量</translation></message>
<message><source>Memory…</source><translation>内存…</translation></message>
<message><source>Messages</source><translation>消息</translation></message>
<message><source>Mirror lens (hold)</source><translation>镜像透镜（按住）</translation></message>
<message><source>Model estimate</source><translation>模型预测</translation></message>
<message><source>Models…</source><translation>模型…</translation></message>
<message><source>More slices a second; the wheel does it while they run.</source><translation type="unfinished"></translation></message>
<message><source>More viewports of this patient on another screen; again to close them.</source><translation type="unfinished"></translation></message>
<message><source>More viewports on the screen {name}. Ctrl+F11 closes them.</source><translation type="unfinished"></translation></message>
<message><source>Move box</source><translation>移动框</translation></message>
<message><source>Name one network and one start of {folder}. It holds: {held}.</source><translation>请指明 {folder} 的一个网络和一种初始化方式。现有：{held}。</translation></message>
<message><source>Narrow</source><translation>窄窗</translation></message>
<message><source>Narrower</source><translation>变窄</translation></message>
<message><source>New project…</source><translation>新建项目…</translation></message>
<message><source>Next area</source><translation>下一区域</translation></message>
<message><source>Next key slice</source><translation>下一关键层</translation></message>
<message><source>Next patient</source><translation>下一位患者</translation></message>
<message><source>Next series</source><translation>下一序列</translation></message>
<message><source>Next slice</source><translation>下一层</translation></message>
<message><source>Next viewport</source><translation>下一视口</translation></message>
<message><source>No CUDA device is to be seen by PyTorch. Train with --device cpu, or mend the driver.</source><translation>PyTorch 未发现 CUDA 设备。请用 --device cpu 训练，或修复驱动程序。</translation></message>
<message><source>No MR study lies in the folder.</source><translation>文件夹中没有 MR 检查。</translation></message>
<message><source>No folder was given.</source><translation>未指定文件夹。</translation></message>
<message><source>No free name for a run in {folder}.</source><translation>{folder} 中没有可用的训练名称。</translation></message>
<message><source>No network of this run is finished. Resume the run, or choose another.</source><translation>此次训练尚无完成的网络。请继续该训练，或另选一次训练。</translation></message>
<message><source>No patient can enter the run ({reasons}).</source><translation>没有患者可进入训练（{reasons}）。</translation></message>
<message><source>No patient of {folder} could be imported: {reason}</source><translation>{folder} 中没有患者能够导入：{reason}</translation></message>
<message><source>No run can be started: {folder} cannot be written ({reason}).</source><translation>无法开始训练：{folder} 无法写入（{reason}）。</translation></message>
<message><source>None is missing.</source><translation type="unfinished"></translation></message>
<message><source>Not graded: images are {when}. The model knows untreated tumours only.</source><translation>未分级：图像为{when}。本模型仅适用于未治疗的肿瘤。</translation></message>
<message><source>Not graded: left and right are not known in this file.</source><translation>未分级：此文件左右方向未知。</translation></message>
<message><source>Not graded: no record of contrast. Confirm T1CE or choose another series.</source><translation>未分级：无对比剂记录。请确认为 T1 增强，或另选序列。</translation></message>
<message><source>Not graded: patient is {age}. The model was trained on adults.</source><translation>未分级：患者 {age} 岁。本模型仅用成人训练。</translation></message>
<message><source>Not graded: sequence not known. Confirm it in the series list.</source><translation>未分级：序列类型未知。请在序列列表中确认。</translation></message>
<message><source>Not graded: sequence not known. {confirm}</source><translation>未分级：序列类型未知。{confirm}</translation></message>
<message><source>Not graded: slices are {found:.3g} mm apart; training had {had} mm.</source><translation>未分级：层间距 {found:.3g} mm；训练数据为 {had} mm。</translation></message>
<message><source>Not graded: slices are {plane}; the model reads {wanted} slices. Choose such a series.</source><translation>未分级：层面为{plane}；本模型读取{wanted}层面。请选择相应的序列。</translation></message>
<message><source>Not graded: the box is outside the image. Move it.</source><translation>未分级：框在图像以外。请移动。</translation></message>
<message><source>Not graded: the box is {width:.0f} x {height:.0f} {unit}; 10 x 10 {unit} is the least.</source><translation>未分级：框为 {width:.0f} x {height:.0f} {unit}；至少需 10 x 10 {unit}。</translation></message>
<message><source>Not graded: the sequences are not on one grid. Resample them or use a one-sequence model.</source><translation>未分级：各序列不在同一网格上。请重采样，或使用单序列模型。</translation></message>
<message><source>Not graded: there is no box. Draw one.</source><translation>未分级：没有框。请画框。</translation></message>
<message><source>Not graded: this is a subtraction or projection. Choose the {wanted} series itself.</source><translation>未分级：此为减影或投影图像。请选择 {wanted} 原始序列。</translation></message>
<message><source>Not graded: this is no sequence the model reads. Choose the {wanted} series.</source><translation>未分级：本模型不读取此序列。请选择 {wanted} 序列。</translation></message>
<message><source>Not graded: this is {found}. Choose the {wanted} series.</source><translation>未分级：此为 {found}。请选择 {wanted} 序列。</translation></message>
<message><source>Not graded: this is {modality}. The model reads MR only.</source><translation>未分级：此为 {modality}。本模型仅适用于 MR。</translation></message>
<message><source>Not graded: this patient is sealed, and the list of sealed patients, splits/holdout.json, is missing. Restore it from a backup.</source><translation>未分级：该患者已封存，而封存患者名单 splits/holdout.json 缺失。请从备份中恢复。</translation></message>
<message><source>Not graded: {missing} is missing. Open the study that holds it.</source><translation>未分级：缺少 {missing}。请打开含有该序列的检查。</translation></message>
<message><source>Not graded: {which} is outside the head. Move it.</source><translation>未分级：{which}在头部以外。请移动。</translation></message>
<message><source>Not graded: {which} is outside the image. Move it.</source><translation>未分级：{which}在图像以外。请移动。</translation></message>
<message><source>Note: box holds {share:.0f} % of the outline; training had {low:.0f}-{high:.0f} %.</source><translation>提示：框内含轮廓的 {share:.0f} %；训练数据为 {low:.0f}-{high:.0f} %。</translation></message>
<message><source>Note: grade {grades} not trained on.</source><translation>提示：未用 {grades} 级训练。</translation></message>
<message><source>Note: images are after biopsy.</source><translation>提示：图像为活检后。</translation></message>
<message><source>Note: left and right are not proven by this file.</source><translation>提示：此文件不能证实左右方向。</translation></message>
<message><source>Note: scanner not among those trained on.</source><translation>提示：训练数据中无此型号扫描仪。</translation></message>
<message><source>Note: several lesions; only {used} is used.</source><translation>提示：有多个病灶；仅使用{used}。</translation></message>
<message><source>Note: spacing not measured: sizes in pixels.</source><translation>提示：间距非实测：以像素计。</translation></message>
<message><source>Note: this patient belongs to the sealed test set of the project that made the model.</source><translation>提示：该患者属于建立此模型的项目的封存测试集。</translation></message>
<message><source>Note: trained on synthetic phantoms, not on patients.</source><translation>提示：用合成体模训练，并非患者数据。</translation></message>
<message><source>Note: treatment state not entered.</source><translation>提示：未填写治疗状态。</translation></message>
<message><source>Note: {count} of {all} boxes hold {least:.0f}-{most:.0f} % of the outline; training had {low:.0f}-{high:.0f} %.</source><translation>提示：{all} 个框中 {count} 个含轮廓的 {least:.0f}-{most:.0f} %；训练数据为 {low:.0f}-{high:.0f} %。</translation></message>
<message><source>Note: {fact}</source><translation>提示：{fact}</translation></message>
<message><source>Note: {sequence}: {fact}</source><translation>提示：{sequence}：{fact}</translation></message>
<message><source>Nothing of this fit is kept; the fits before it are.</source><translation>本次拟合不保留；此前的拟合均已保留。</translation></message>
<message><source>Nothing of this run is kept yet but its split.</source><translation>此次训练目前仅保留了数据划分。</translation></message>
<message><source>Nothing that was imported can be taken back here.</source><translation type="unfinished"></translation></message>
<message><source>Nothing to redo.</source><translation type="unfinished"></translation></message>
<message><source>Nothing to undo.</source><translation type="unfinished"></translation></message>
<message><source>Oblique: the slices are turned by {angle:.1f} degrees from {plane}.</source><translation>斜位：层面与{plane}成 {angle:.1f} 度角。</translation></message>
<message><source>One slice back.</source><translation>向前翻一层。</translation></message>
<message><source>One slice on.</source><translation>向后翻一层。</translation></message>
<message><source>One viewport</source><translation>单视口</translation></message>
<message><source>One viewport.</source><translation>一个视口。</translation></message>
<message><source>One voxel down.</source><translation>向下一个体素。</translation></message>
<message><source>One voxel to the left.</source><translation>向左一个体素。</translation></message>
<message><source>One voxel to the right.</source><translation>向右一个体素。</translation></message>
<message><source>One voxel up.</source><translation>向上一个体素。</translation></message>
<message><source>One window locked on T1 and T1CE, so that enhancement is real.</source><translation>T1 与 T1CE 锁定同一窗，以显示真实强化。</translation></message>
<message><source>Only the picture; again to unfold.</source><translation>只留图像；再按一次展开。</translation></message>
<message><source>Open a ZIP or tar file, the DICOMDIR of a CD, or single DICOM or NIfTI files.</source><translation type="unfinished"></translation></message>
<message><source>Open a project folder.</source><translation>打开项目文件夹。</translation></message>
<message><source>Open files…</source><translation>打开文件…</translation></message>
<message><source>Open folder…</source><translation>打开文件夹…</translation></message>
<message><source>Open outline file…</source><translation>打开轮廓文件…</translation></message>
<message><source>Open project…</source><translation>打开项目…</translation></message>
<message><source>Open the next patient of the worklist.</source><translation>打开列表中的下一位患者。</translation></message>
<message><source>Open the previous patient of the worklist.</source><translation>打开列表中的上一位患者。</translation></message>
<message><source>Other</source><translation>其他序列</translation></message>
<message><source>Outline</source><translation>轮廓</translation></message>
<message><source>Pathology of this patient. Boxes drawn while it is open are marked as not blind.</source><translation>该患者的病理结果。打开期间所画的框记为非盲。</translation></message>
<message><source>Patients who keep their grade, which is not that of the label table</source><translation>保留原级别（与标签表不一致）的患者</translation></message>
<message><source>Patients whose mask marks nothing</source><translation>掩膜为空的患者</translation></message>
<message><source>Patients without a mask, so without boxes</source><translation>没有掩膜、因而没有框的患者</translation></message>
<message><source>Patients without a row in the label table, so without a grade</source><translation>标签表中无记录、因而没有级别的患者</translation></message>
<message><source>Patients without studies, passed over</source><translation>没有检查、已略过的患者</translation></message>
<message><source>Patients without the sequence, so without boxes</source><translation>没有所需序列、因而没有框的患者</translation></message>
<message><source>Perfusion</source><translation>灌注</translation></message>
<message><source>Previous key slice</source><translation>上一关键层</translation></message>
<message><source>Previous patient</source><translation>上一位患者</translation></message>
<message><source>Previous series</source><translation>上一序列</translation></message>
<message><source>Previous slice</source><translation>上一层</translation></message>
<message><source>Probe</source><translation>探针</translation></message>
<message><source>Put back what was taken back.</source><translation>重做已撤销的操作。</translation></message>
<message><source>Quit</source><translation>退出</translation></message>
<message><source>ROI</source><translation>ROI</translation></message>
<message><source>Read</source><translation>浏览</translation></message>
<message><source>Reader…</source><translation>阅片者…</translation></message>
<message><source>Recent projects</source><translation>最近的项目</translation></message>
<message><source>Redo</source><translation>重做</translation></message>
<message><source>Redo: {what}</source><translation>重做：{what}</translation></message>
<message><source>Redone: {what}</source><translation type="unfinished"></translation></message>
<message><source>Reference lines</source><translation>定位线</translation></message>
<message><source>Remember by sequence</source><translation>按序列类型记忆</translation></message>
<message><source>Report…</source><translation>报告…</translation></message>
<message><source>Research use only. Not for diagnosis.</source><translation>仅供科研使用，不得用于临床诊断。</translation></message>
<message><source>Reset to brain tumour</source><translation>恢复为脑肿瘤协议</translation></message>
<message><source>Resize box</source><translation>调整框大小</translation></message>
<message><source>Retrain…</source><translation>重新训练…</translation></message>
<message><source>Right</source><translation>向右</translation></message>
<message><source>Right-drag</source><translation>右键拖动</translation></message>
<message><source>Rows of the label table without a folder</source><translation>标签表中没有对应文件夹的记录</translation></message>
<message><source>Ruler</source><translation>直尺</translation></message>
<message><source>Run slices</source><translation type="unfinished"></translation></message>
<message><source>Run {folder} ended before its patients were split; it has no report.</source><translation>训练 {folder} 在划分患者之前即已结束；没有报告。</translation></message>
<message><source>Runs…</source><translation>训练记录…</translation></message>
<message><source>Scroll, zoom and pan together where patient space is shared.</source><translation>在同一患者坐标系内同步滚动、缩放和平移。</translation></message>
<message><source>Search worklist</source><translation>搜索患者列表</translation></message>
<message><source>Second screen</source><translation type="unfinished"></translation></message>
<message><source>Sequence not known</source><translation>序列类型未知</translation></message>
<message><source>Series</source><translation>序列</translation></message>
<message><source>Series without a common frame of reference: scroll and pan both to the same place, then link them; again to unlink.</source><translation>无共同参考坐标系的序列：先将两者滚动并平移到同一位置，再联动；再按一次取消。</translation></message>
<message><source>Series {n} of the list</source><translation>列表中的第 {n} 个序列</translation></message>
<message><source>Series {n} of the list in the active viewport.</source><translation>在当前视口显示列表中的第 {n} 个序列。</translation></message>
<message><source>Shorter</source><translation>变矮</translation></message>
<message><source>Show log file</source><translation>显示日志文件</translation></message>
<message><source>Slices</source><translation>层面</translation></message>
<message><source>Slices are missing or uneven: places across them are approximate in the other planes.</source><translation>有缺层或层间距不均：其他平面上跨层的位置为近似值。</translation></message>
<message><source>Slices are shifted sideways against each other by up to {most:.1f} mm.</source><translation>各层之间有侧向错位，最大 {most:.1f} mm。</translation></message>
<message><source>Slower</source><translation type="unfinished"></translation></message>
<message><source>Smooth or square voxels on the screen.</source><translation>屏幕上的体素平滑或呈方块。</translation></message>
<message><source>Stop reading</source><translation>停止读取</translation></message>
<message><source>Stop reading folders and series; what was found stays.</source><translation>停止读取文件夹和序列；已找到的保留。</translation></message>
<message><source>Studies whose folder was moved or renamed are found again; what was drawn stays.</source><translation>重新找到被移动或改名的检查文件夹；已画内容保留。</translation></message>
<message><source>Subtract T1 from T1CE (hold)</source><translation>T1CE 减 T1（按住）</translation></message>
<message><source>T1CE</source><translation>T1 增强</translation></message>
<message><source>T1CE minus T1 on a common scale, in place, while the key is held.</source><translation>按住此键时，原位显示同一灰度标度下的 T1CE 减 T1 图。</translation></message>
<message><source>T1CE, FLAIR, T2, T1, then ADC and SWI, as the program came.</source><translation>T1CE、FLAIR、T2、T1，然后 ADC 和 SWI，即程序的初始设置。</translation></message>
<message><source>Take back the last edit of this patient, also from before a restart.</source><translation>撤销该患者的上一次编辑，重启之前的也可撤销。</translation></message>
<message><source>Take back the outlines, boxes and grade that an import brought to this patient.</source><translation type="unfinished"></translation></message>
<message><source>Taller</source><translation>变高</translation></message>
<message><source>The ImageNet weights of {label} cannot be downloaded ({reason}). {fetch}</source><translation>{label} 的 ImageNet 权重无法下载（{reason}）。{fetch}</translation></message>
<message><source>The WHO edition is not known.</source><translation>WHO 分类版次未知。</translation></message>
<message><source>The active model cannot be read. Choose one in Models.</source><translation>当前模型无法读取。请在“模型”中选择一个。</translation></message>
<message><source>The active model's estimate from the boxes of the graded lesion.</source><translation>当前模型根据分级病灶的框给出的预测。</translation></message>
<message><source>The active series as axial slices of 1 mm, a series of its own.</source><translation>将当前序列重组为 1 mm 轴位层面，成为单独的序列。</translation></message>
<message><source>The active series as axial slices of 3 mm, a series of its own.</source><translation>将当前序列重组为 3 mm 轴位层面，成为单独的序列。</translation></message>
<message><source>The active series as axial slices of 5 mm, a series of its own on which to read and draw.</source><translation>将当前序列重组为 5 mm 轴位层面，成为可阅片和标注的单独序列。</translation></message>
<message><source>The active viewport's slice as a line in viewports of other planes.</source><translation>在其他方位的视口中以线显示当前视口的层面。</translation></message>
<message><source>The annotation store cannot be opened</source><translation>标注库无法打开</translation></message>
<message><source>The annotation store cannot be read</source><translation>标注库无法读取</translation></message>
<message><source>The annotation store cannot be written</source><translation>标注库无法写入</translation></message>
<message><source>The annotation store holds a damaged entry: restore a backup (File &gt; Open project).</source><translation>标注库中有损坏的记录：请恢复备份（文件 &gt; 打开项目）。</translation></message>
<message><source>The backup {name} cannot be written</source><translation>备份 {name} 无法写入</translation></message>
<message><source>The box has changed since this answer. Grade again (G).</source><translation>框已修改，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The box of the drawn lesion fills the viewport; again to go back.</source><translation>当前病灶的框充满视口；再按一次返回。</translation></message>
<message><source>The boxes of this lesion are the ones that are graded.</source><translation>以此病灶的框进行分级。</translation></message>
<message><source>The case has changed since this answer. Grade again (G).</source><translation>病例已修改，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The case is done; open the next one.</source><translation>本例完成；打开下一例。</translation></message>
<message><source>The catalogue of folders {why} and cannot be replaced: folders are read anew each time.</source><translation>文件夹目录{why}，且无法替换：每次将重新读取文件夹。</translation></message>
<message><source>The catalogue of folders {why}: it was set aside as {name} and is built anew.</source><translation>文件夹目录{why}：已另存为 {name}，并重新建立。</translation></message>
<message><source>The cohort folder {folder} cannot be read ({reason}).</source><translation>队列文件夹 {folder} 无法读取（{reason}）。</translation></message>
<message><source>The cohort folder {folder} holds no folder. Give it one folder a patient.</source><translation>队列文件夹 {folder} 中没有子文件夹。请为每例患者建立一个文件夹。</translation></message>
<message><source>The coverage band is empty: its lower end must be below its upper end.</source><translation>覆盖率范围为空：下限必须低于上限。</translation></message>
<message><source>The database</source><translation>数据库</translation></message>
<message><source>The disk is full or {folder} cannot be written ({reason}).</source><translation>磁盘已满，或 {folder} 无法写入（{reason}）。</translation></message>
<message><source>The disk is full: {name} could not be written. Free some space and resume the run.</source><translation>磁盘已满：{name} 未能写入。请释放空间后继续训练。</translation></message>
<message><source>The estimate as a page to keep.</source><translation>将预测保存为一页报告。</translation></message>
<message><source>The events of run {folder} cannot be read ({reason}).</source><translation>训练 {folder} 的事件记录无法读取（{reason}）。</translation></message>
<message><source>The export {out} cannot be written ({reason}). Choose another folder.</source><translation>导出文件 {out} 无法写入（{reason}）。请另选文件夹。</translation></message>
<message><source>The file holds {count} volumes; this is number {number}.</source><translation>文件含 {count} 个体数据；此为第 {number} 个。</translation></message>
<message><source>The folder with the program's log.</source><translation>程序日志所在的文件夹。</translation></message>
<message><source>The folder {folder}</source><translation>文件夹 {folder}</translation></message>
<message><source>The folder {folder} cannot be written. Allow writing to the project folder and start again.</source><translation>文件夹 {folder} 无法写入。请开放项目文件夹的写入权限后重新开始。</translation></message>
<message><source>The folder {name} cannot be read: {reason}.</source><translation>文件夹 {name} 无法读取：{reason}。</translation></message>
<message><source>The folder {name} disappeared while it was being read.</source><translation>文件夹 {name} 在读取过程中消失。</translation></message>
<message><source>The folder {name} may not be opened: ask for permission.</source><translation>文件夹 {name} 不允许打开：请申请权限。</translation></message>
<message><source>The geometry is nominal (invented by a converter): sizes are in pixels, and left and right are not proven.</source><translation>几何信息为名义值（由转换程序填写）：尺寸以像素计，左右方向未经证实。</translation></message>
<message><source>The grid is sheared by {shear:.1f} degrees: planes across it are slanted.</source><translation>网格有 {shear:.1f} 度剪切：跨层平面是倾斜的。</translation></message>
<message><source>The header does not say where left and right are: no letters are shown, and sizes are in pixels.</source><translation>文件头未说明左右方向：不显示方位字母，尺寸以像素计。</translation></message>
<message><source>The images were compressed with loss: fine detail may be missing or made up.</source><translation>图像经有损压缩：细节可能缺失或失真。</translation></message>
<message><source>The label table {name} cannot be read ({reason}).</source><translation>标签表 {name} 无法读取（{reason}）。</translation></message>
<message><source>The label table {name} holds no patient. Write one row a patient.</source><translation>标签表 {name} 中没有患者。请每例患者写一行。</translation></message>
<message><source>The label table {name} needs the columns {patient} and {grade}{held}: rename them.</source><translation>标签表 {name} 需有 {patient} 列和 {grade} 列{held}：请更改列名。</translation></message>
<message><source>The label table {path} cannot be read ({reason}). Name a CSV file.</source><translation>标签表 {path} 无法读取（{reason}）。请指定 CSV 文件。</translation></message>
<message><source>The linked sequence in place while the key is held.</source><translation>按住此键时，原位显示联动的另一序列。</translation></message>
<message><source>The list of sealed patients cannot be written ({reason}).</source><translation>封存患者名单无法写入（{reason}）。</translation></message>
<message><source>The list of sealed patients {name} is damaged. Restore it from a backup; it is not drawn again.</source><translation>封存患者名单 {name} 已损坏。请从备份中恢复；不会重新抽取。</translation></message>
<message><source>The list of sealed patients, splits/holdout.json, is missing although runs of this project rest on it. Restore it from a backup; it is not drawn again.</source><translation>封存患者名单 splits/holdout.json 缺失，而本项目的训练以其为依据。请从备份中恢复；不会重新抽取。</translation></message>
<message><source>The list of the disc (DICOMDIR) names a file that is not there: {file}. Ask for a whole copy.</source><translation type="unfinished"></translation></message>
<message><source>The list of the disc (DICOMDIR) names {count} of {total} files that are not there, {file} first: ask for a whole copy.</source><translation type="unfinished"></translation></message>
<message><source>The lower edge one voxel down.</source><translation>下缘下移一个体素。</translation></message>
<message><source>The lower edge one voxel up.</source><translation>下缘上移一个体素。</translation></message>
<message><source>The mask {name} cannot be read: {message}</source><translation>掩膜 {name} 无法读取：{message}</translation></message>
<message><source>The mask {name} does not say where it lies in the patient. Save it with its orientation.</source><translation>掩膜 {name} 未说明其在患者体内的位置。请连同方向信息一起保存。</translation></message>
<message><source>The mask {name} lies outside the series: mask {mask}; series {series}. Choose the mask that was drawn on this study.</source><translation>掩膜 {name} 位于序列范围之外：掩膜 {mask}；序列 {series}。请选择在本检查上勾画的掩膜。</translation></message>
<message><source>The middle of the auto window: more contrast in the brain.</source><translation>取自动窗的中段：提高脑组织对比。</translation></message>
<message><source>The mirror image of the box across the midline, with the ratio of means, while the key is held.</source><translation>按住此键时，显示框在中线对侧的镜像及均值之比。</translation></message>
<message><source>The model cannot be stored ({reason}).</source><translation>模型无法保存（{reason}）。</translation></message>
<message><source>The model cannot say that a lesion is not a glioma.</source><translation>本模型不能判断病灶不是胶质瘤。</translation></message>
<message><source>The model has changed since this answer. Grade again (G).</source><translation>模型已更换，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The model's {weights!r} is missing.</source><translation>缺少模型的 {weights!r}。</translation></message>
<message><source>The next patient's FLAIR opens with the window chosen for this one: the preset, or the same share of Auto.</source><translation>下一位患者的 FLAIR 以本例所选的窗打开：同一预设，或自动窗的同一比例。</translation></message>
<message><source>The next series of the list in the active viewport.</source><translation>在当前视口显示列表中的下一序列。</translation></message>
<message><source>The orientation in the header is not usable: left and right are not known.</source><translation>文件头中的方向信息不可用：左右方向未知。</translation></message>
<message><source>The pixel spacing is not stored: sizes are in pixels.</source><translation>未存储像素间距：尺寸以像素计。</translation></message>
<message><source>The pixels are not square: {row_mm:.3g} x {column_mm:.3g} mm.</source><translation>像素非正方形：{row_mm:.3g} x {column_mm:.3g} mm。</translation></message>
<message><source>The pixels of {name} cannot be decoded: the file is damaged or cut off.</source><translation>{name} 的像素无法解码：文件已损坏或不完整。</translation></message>
<message><source>The previous series of the list in the active viewport.</source><translation>在当前视口显示列表中的上一序列。</translation></message>
<message><source>The project lies on a network drive: saving is slower there.</source><translation>项目位于网络驱动器上：保存较慢。</translation></message>
<message><source>The project {folder} cannot be written ({reason}).</source><translation>项目 {folder} 无法写入（{reason}）。</translation></message>
<message><source>The report says {side}, the box is {lesion_side}.</source><translation>病理报告写为{side}，框位于{lesion_side}。</translation></message>
<message><source>The right edge one voxel to the left.</source><translation>右缘左移一个体素。</translation></message>
<message><source>The right edge one voxel to the right.</source><translation>右缘右移一个体素。</translation></message>
<message><source>The run {folder} cannot be written ({reason}).</source><translation>训练 {folder} 无法写入（{reason}）。</translation></message>
<message><source>The run {folder} is under way in another process. Stop it first.</source><translation>训练 {folder} 正在另一进程中运行。请先停止。</translation></message>
<message><source>The same on every slice with an outline.</source><translation>对每个有轮廓的层面同样处理。</translation></message>
<message><source>The same patient seems to be in the cohort under two names: {shown}. Remove the boxes of one of them, then start again.</source><translation>同一患者似乎以两个名称存在于队列中：{shown}。请删除其中一个的框，再重新开始。</translation></message>
<message><source>The score lies between low and high.</source><translation>评分介于低、高级别之间。</translation></message>
<message><source>The second screen is gone. Its series are in the list; its viewports come back with it.</source><translation type="unfinished"></translation></message>
<message><source>The sequences as they stand now are this layout's places from now on.</source><translation>以后此布局按序列现在的位置挂片。</translation></message>
<message><source>The series has changed since this answer. Grade again (G).</source><translation>序列已更换，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The series holds {count} echo times and was split: this is echo {number}, TE {time:g} ms.</source><translation>该序列含 {count} 个回波时间，已拆分：此为第 {number} 回波，TE {time:g} ms。</translation></message>
<message><source>The series holds {count} echo times and was split: this is echo {number}.</source><translation>该序列含 {count} 个回波时间，已拆分：此为第 {number} 回波。</translation></message>
<message><source>The series holds {count} {what} and was split: this is number {number}.</source><translation>该序列含 {count} 种{what}，已拆分：此为第 {number} 个。</translation></message>
<message><source>The series of {name} is too large to be opened: {size} voxels.</source><translation>{name} 所属序列过大，无法打开：{size} 体素。</translation></message>
<message><source>The slices are unevenly spaced ({least:.2f} to {most:.2f} mm): positions are approximate.</source><translation>层间距不均（{least:.2f} 至 {most:.2f} mm）：位置为近似值。</translation></message>
<message><source>The slices carry no position or orientation: left and right are not known, and their order is not proven.</source><translation>各层没有位置和方向信息：左右方向未知，层面顺序未经证实。</translation></message>
<message><source>The slices of the active viewport run by themselves; K, Esc or a press stops them.</source><translation type="unfinished"></translation></message>
<message><source>The smallest box that holds 80 % of the outline on this slice.</source><translation>包含本层轮廓 80 % 的最小框。</translation></message>
<message><source>The specimen is older than the patient.</source><translation>标本日期早于患者出生。</translation></message>
<message><source>The specimen is {days} days after the MR.</source><translation>标本晚于 MR 检查 {days} 天。</translation></message>
<message><source>The specimen is {days} days before the MR.</source><translation>标本早于 MR 检查 {days} 天。</translation></message>
<message><source>The stack is sheared by {angle:.1f} degrees, as with a tilted gantry: planes across it are slanted.</source><translation>层面有 {angle:.1f} 度剪切，如同机架倾斜：跨层平面是倾斜的。</translation></message>
<message><source>The treatment state has changed since this answer. Grade again (G).</source><translation>治疗状态已修改，此结果已过期。请重新分级（G）。</translation></message>
<message><source>The two orientations in the header (sform and qform) disagree; the sform is used. Check left and right.</source><translation>文件头中的两种方向（sform 与 qform）不一致；采用 sform。请核对左右。</translation></message>
<message><source>The value under the cursor; drag an ellipse (with Shift a circle) for mean and SD.</source><translation>显示光标处的值；拖出椭圆（Shift 为圆）得均值和标准差。</translation></message>
<message><source>The weights cannot be kept in {folder} ({reason}). Free some space.</source><translation>权重无法保存到 {folder}（{reason}）。请释放空间。</translation></message>
<message><source>The weights of {missing} of {folder} are missing. Resume the run.</source><translation>缺少 {folder} 中 {missing} 的权重。请继续该训练。</translation></message>
<message><source>The weights {path} cannot be read ({reason}).</source><translation>权重 {path} 无法读取（{reason}）。</translation></message>
<message><source>The whole screen for the pictures; again to leave it.</source><translation type="unfinished"></translation></message>
<message><source>The whole slice in every viewport.</source><translation>每个视口显示整个层面。</translation></message>
<message><source>The window speaks English.</source><translation>界面使用英文。</translation></message>
<message><source>The window speaks Simplified Chinese.</source><translation>界面使用简体中文。</translation></message>
<message><source>Theme</source><translation>主题</translation></message>
<message><source>There are gaps of {gap:.1f} mm between the slices ({thickness:.1f} mm thick).</source><translation>层间有 {gap:.1f} mm 间隔（层厚 {thickness:.1f} mm）。</translation></message>
<message><source>There are no ImageNet weights of {label} here. {fetch}</source><translation>此处没有 {label} 的 ImageNet 权重。{fetch}</translation></message>
<message><source>There is a model {model_id} already. Choose another name.</source><translation>已有模型 {model_id}。请另取名称。</translation></message>
<message><source>There is no file or folder {path}. Check the path.</source><translation>没有文件或文件夹 {path}。请检查路径。</translation></message>
<message><source>There is no mask file {path}. Check its name.</source><translation>没有掩膜文件 {path}。请检查文件名。</translation></message>
<message><source>There is no model {model_id!r} in this project. It holds: {held}.</source><translation>本项目中没有模型 {model_id!r}。现有：{held}。</translation></message>
<message><source>There is no run {run} in this project. It holds: {held}.</source><translation>本项目中没有训练 {run}。现有：{held}。</translation></message>
<message><source>There is only one screen. Connect a second one, then Ctrl+F11 shows more viewports on it.</source><translation type="unfinished"></translation></message>
<message><source>These are colour pictures, shown as their brightness.</source><translation>此为彩色图像，按亮度显示。</translation></message>
<message><source>This file</source><translation>此文件</translation></message>
<message><source>This is a mosaic: its tiles are the slices of one volume, and it is not a stack of slices.</source><translation>此为拼图（mosaic）：各小图是同一体数据的层面，并非逐层图像。</translation></message>
<message><source>This is expected in about 1 of {one_in} cases.</source><translation>约每 {one_in} 例中有 1 例如此，属正常。</translation></message>
<message><source>This is expected in most cases.</source><translation>多数病例如此，属正常。</translation></message>
<message><source>This patient belongs to the sealed test set. Showing the answer counts as opening {opening}.</source><translation>该患者属于封存测试集。查看将计为第 {opening} 次开封。</translation></message>
<message><source>This patient belongs to the sealed test set. This answer counts as opening {opening}.</source><translation>该患者属于封存测试集。此结果计为第 {opening} 次开封。</translation></message>
<message><source>This patient was used in training. Shown: the one model that did not see this patient.</source><translation>该患者曾用于训练。此处为唯一未见过该患者的模型的结果。</translation></message>
<message><source>This project has no sealed patients yet.</source><translation>本项目尚无封存患者。</translation></message>
<message><source>This project is read-only: nothing will be saved.</source><translation>本项目为只读：不会保存任何内容。</translation></message>
<message><source>This project was written by a newer version (schema {version}). Update the program to open it.</source><translation>本项目由更新的版本写入（schema {version}）。请更新程序后打开。</translation></message>
<message><source>This series has no slices.</source><translation>此序列没有层面。</translation></message>
<message><source>Three planes</source><translation>三平面</translation></message>
<message><source>To and fro</source><translation type="unfinished"></translation></message>
<message><source>To the first slice.</source><translation>到第一层。</translation></message>
<message><source>To the last slice.</source><translation>到最后一层。</translation></message>
<message><source>To the next slice in the direction of scrolling.</source><translation>沿滚动方向复制到下一层。</translation></message>
<message><source>To the next slice with a key box; Shift+wheel too.</source><translation>到下一个有关键框的层面；Shift+滚轮亦可。</translation></message>
<message><source>To the previous slice with a key box.</source><translation>到上一个有关键框的层面。</translation></message>
<message><source>Train networks on the boxes of this project.</source><translation>用本项目的框训练网络。</translation></message>
<message><source>Training</source><translation>训练</translation></message>
<message><source>Two by two</source><translation>2×2 视口</translation></message>
<message><source>Two sequences side by side.</source><translation>两个序列并排显示。</translation></message>
<message><source>Two side by side</source><translation>双视口并排</translation></message>
<message><source>Under CNS WHO 2021 a glioblastoma, IDH-wildtype, is grade 4.</source><translation>按 CNS WHO 2021，IDH 野生型胶质母细胞瘤为 4 级。</translation></message>
<message><source>Under CNS WHO 2021 an IDH-mutant astrocytoma with CDKN2A/B homozygous deletion is grade 4.</source><translation>按 CNS WHO 2021，伴 CDKN2A/B 纯合缺失的 IDH 突变型星形细胞瘤为 4 级。</translation></message>
<message><source>Under CNS WHO 2021 an IDH-mutant tumour is not called glioblastoma.</source><translation>按 CNS WHO 2021，IDH 突变型肿瘤不再称为胶质母细胞瘤。</translation></message>
<message><source>Undo</source><translation>撤销</translation></message>
<message><source>Undo import</source><translation type="unfinished"></translation></message>
<message><source>Undo import of {patient}: {what}</source><translation type="unfinished"></translation></message>
<message><source>Undo: {what}</source><translation>撤销：{what}</translation></message>
<message><source>Undone: {what}</source><translation type="unfinished"></translation></message>
<message><source>Unpacked ZIP and tar on disc</source><translation type="unfinished"></translation></message>
<message><source>Up</source><translation>向上</translation></message>
<message><source>Up: width. Right: brighter</source><translation>上下：窗宽；向右：变亮</translation></message>
<message><source>Up: width. Right: darker</source><translation>上下：窗宽；向右：变暗</translation></message>
<message><source>Version and licence.</source><translation>版本与许可证。</translation></message>
<message><source>View</source><translation>视图</translation></message>
<message><source>WHO {grade} (edition unknown)</source><translation>WHO {grade} 级（版次未知）</translation></message>
<message><source>WHO {grade} ({edition})</source><translation>WHO {grade} 级（{edition}）</translation></message>
<message><source>WHO {grade} is in neither class</source><translation>WHO {grade} 级不属于任一类别</translation></message>
<message><source>What is left to undo is the import of {patient} ({what}): Edit &gt; Undo import takes it back.</source><translation type="unfinished"></translation></message>
<message><source>What was drawn is as it was.</source><translation type="unfinished"></translation></message>
<message><source>What was said before.</source><translation>此前的消息。</translation></message>
<message><source>Which model grades; import and export.</source><translation>选择用于分级的模型；导入与导出。</translation></message>
<message><source>Who reads; stored with every edit.</source><translation>阅片者姓名，随每次编辑保存。</translation></message>
<message><source>Wide</source><translation>宽窗</translation></message>
<message><source>Wider</source><translation>变宽</translation></message>
<message><source>Window and level</source><translation>窗宽窗位</translation></message>
<message><source>Window from this series' own values.</source><translation>按该序列自身的灰度值设窗。</translation></message>
<message><source>Write all boxes as JSON or CSV, by pseudonym.</source><translation>将所有框按假名编号写为 JSON 或 CSV。</translation></message>
<message><source>Zoom</source><translation>缩放</translation></message>
<message><source>Zoom at the middle; Ctrl+wheel zooms at the cursor.</source><translation>以中心缩放；Ctrl+滚轮以光标处缩放。</translation></message>
<message><source>Zoom in</source><translation>放大</translation></message>
<message><source>Zoom out</source><translation>缩小</translation></message>
<message><source>Zoom out.</source><translation>缩小图像。</translation></message>
<message><source>Zoom to box</source><translation>放大到框</translation></message>
<message><source>a box</source><translation type="unfinished"></translation></message>
<message><source>a grade</source><translation type="unfinished"></translation></message>
<message><source>a lesion</source><translation type="unfinished"></translation></message>
<message><source>after radio or chemotherapy</source><translation>放化疗后</translation></message>
<message><source>after radio- or chemotherapy</source><translation>放疗或化疗后</translation></message>
<message><source>after resection</source><translation>切除术后</translation></message>
<message><source>after surgery</source><translation>术后</translation></message>
<message><source>an outline</source><translation type="unfinished"></translation></message>
<message><source>another program holds it; close that program and try again</source><translation>被另一程序占用；请关闭该程序后重试</translation></message>
<message><source>axial</source><translation>轴位</translation></message>
<message><source>axial reformat {step_mm:g} mm of {name}</source><translation>{name} 的 {step_mm:g} mm 轴位重组</translation></message>
<message><source>both sides</source><translation>双侧</translation></message>
<message><source>boxes not looked at</source><translation>框未浏览</translation></message>
<message><source>circumscribed tumour</source><translation>局限性肿瘤</translation></message>
<message><source>contrast agent</source><translation>对比剂</translation></message>
<message><source>core outline</source><translation>肿瘤核心轮廓</translation></message>
<message><source>coronal</source><translation>冠状位</translation></message>
<message><source>countless</source><translation>无数</translation></message>
<message><source>description '{text}'</source><translation>序列描述“{text}”</translation></message>
<message><source>descriptions</source><translation>序列描述</translation></message>
<message><source>diffusion weighting</source><translation>扩散加权</translation></message>
<message><source>diffusion weightings</source><translation>扩散权重</translation></message>
<message><source>done</source><translation>已完成</translation></message>
<message><source>echo time {ms} ms: proton density</source><translation>回波时间 {ms} ms：质子密度</translation></message>
<message><source>edition unknown</source><translation>版次未知</translation></message>
<message><source>enhancing outline</source><translation>强化区轮廓</translation></message>
<message><source>held-out AUC not measured</source><translation>留出集 AUC 未测</translation></message>
<message><source>held-out AUC {mean:.2f} ({low:.2f}-{high:.2f}), {count} patients</source><translation>留出集 AUC {mean:.2f}（{low:.2f}-{high:.2f}），{count} 例</translation></message>
<message><source>high</source><translation>高</translation></message>
<message><source>image sizes</source><translation>图像尺寸</translation></message>
<message><source>inversion recovery and {what}</source><translation>反转恢复，且{what}</translation></message>
<message><source>inversion time</source><translation>反转时间</translation></message>
<message><source>is damaged</source><translation>已损坏</translation></message>
<message><source>is not one of this program</source><translation>不是本程序的文件</translation></message>
<message><source>it is a reformat itself</source><translation>其本身即为重组序列</translation></message>
<message><source>it is a single slice</source><translation>仅有一层</translation></message>
<message><source>it was published by a newer version of this program. Update the program.</source><translation>由本程序的更新版本发布。请更新程序。</translation></message>
<message><source>its card belongs to {model_id}. Import the model again.</source><translation>模型卡属于 {model_id}。请重新导入模型。</translation></message>
<message><source>its folds are not in order. Publish the model again.</source><translation>折的顺序有误。请重新发布模型。</translation></message>
<message><source>its geometry is not known yet: open its folder again</source><translation>几何信息尚未知：请重新打开其文件夹</translation></message>
<message><source>its id is not allowed. Publish the model again.</source><translation>模型标识不合规。请重新发布模型。</translation></message>
<message><source>its list of weights is malformed. Publish the model again.</source><translation>权重清单格式有误。请重新发布模型。</translation></message>
<message><source>its network {network} ({start}) is not known to this version. Update the program.</source><translation>本版本不识别网络 {network}（{start}）。请更新程序。</translation></message>
<message><source>its out-of-fold scores are not probabilities. Publish the model again.</source><translation>折外评分不是概率值。请重新发布模型。</translation></message>
<message><source>its slices are missing or uneven</source><translation>有缺层或层间距不均</translation></message>
<message><source>its spacing is not measured</source><translation>间距非实测</translation></message>
<message><source>its temperature is not a positive number. Publish the model again.</source><translation>温度参数不是正数。请重新发布模型。</translation></message>
<message><source>kinds of image</source><translation>图像类型</translation></message>
<message><source>kinds of image that do not fit together (pixel size, frame of reference, grey scale or position)</source><translation>互不相容的图像（像素大小、参考坐标系、灰阶或位置不同）</translation></message>
<message><source>left</source><translation>左侧</translation></message>
<message><source>left and right are not known in this file</source><translation>此文件左右方向未知</translation></message>
<message><source>lesion {number}</source><translation>病灶 {number}</translation></message>
<message><source>low</source><translation>低</translation></message>
<message><source>midline</source><translation>中线</translation></message>
<message><source>modality {modality}</source><translation>设备类型 {modality}</translation></message>
<message><source>name '{name}'</source><translation>名称“{name}”</translation></message>
<message><source>necrosis outline</source><translation>坏死区轮廓</translation></message>
<message><source>no box in the coverage band</source><translation>没有覆盖率在范围内的框</translation></message>
<message><source>no boxes</source><translation>没有框</translation></message>
<message><source>no connection</source><translation>无网络连接</translation></message>
<message><source>no pathology grade</source><translation>无病理级别</translation></message>
<message><source>no pathology grade of this study</source><translation>无对应本次检查的病理级别</translation></message>
<message><source>no smaller box holds the target</source><translation>没有更小的框能达到目标覆盖率</translation></message>
<message><source>no {sequences}</source><translation>缺少 {sequences}</translation></message>
<message><source>none</source><translation>无</translation></message>
<message><source>not graded</source><translation>未定级</translation></message>
<message><source>not known to be after surgery or treatment</source><translation>非已知术后或治疗后</translation></message>
<message><source>not run: no weights</source><translation>未运行：没有权重</translation></message>
<message><source>not run: stopped before all five folds were finished</source><translation>未运行：五折全部完成之前已停止</translation></message>
<message><source>nothing in the headers or names says</source><translation>文件头和名称中均无说明</translation></message>
<message><source>nothing in the headers tells them apart, so they may be duplicates</source><translation>文件头中无从区分，可能为重复图像</translation></message>
<message><source>oblique</source><translation>斜位</translation></message>
<message><source>orientations</source><translation>方向</translation></message>
<message><source>outline</source><translation>病灶轮廓</translation></message>
<message><source>patients found</source><translation>找到的患者</translation></message>
<message><source>protocol '{text}'</source><translation>扫描方案“{text}”</translation></message>
<message><source>read error</source><translation>读取错误</translation></message>
<message><source>repetition time</source><translation>重复时间</translation></message>
<message><source>right</source><translation>右侧</translation></message>
<message><source>sagittal</source><translation>矢状位</translation></message>
<message><source>sagittal slices</source><translation>矢状位层面</translation></message>
<message><source>slices missing or uneven</source><translation>缺层或层间距不均</translation></message>
<message><source>stated by the reader</source><translation>由阅片者确认</translation></message>
<message><source>synthetic</source><translation>合成数据</translation></message>
<message><source>the box</source><translation>框</translation></message>
<message><source>the box on slice {number}</source><translation>第 {number} 层的框</translation></message>
<message><source>the disk did not take it; it may be full or gone, and everything before is safe</source><translation>磁盘未能写入；可能已满或已断开，此前的内容均已保存</translation></message>
<message><source>the disk is full; free some space and draw again, everything before is safe</source><translation>磁盘已满；请释放空间后重新画框，此前的内容均已保存</translation></message>
<message><source>the file cannot be opened; check that the folder exists and may be written</source><translation>文件无法打开；请检查文件夹是否存在且可写入</translation></message>
<message><source>the file is damaged; restore a backup (File &gt; Open project)</source><translation>文件已损坏；请恢复备份（文件 &gt; 打开项目）</translation></message>
<message><source>the file is no database; restore a backup (File &gt; Open project)</source><translation>文件不是数据库；请恢复备份（文件 &gt; 打开项目）</translation></message>
<message><source>the folder {folder}</source><translation>文件夹 {folder}</translation></message>
<message><source>the project is empty</source><translation>项目为空</translation></message>
<message><source>the project is read-only; open a copy that can be written</source><translation>项目为只读；请打开可写入的副本</translation></message>
<message><source>the same frame of reference</source><translation>参考坐标系相同</translation></message>
<message><source>the same series UID</source><translation>序列 UID 相同</translation></message>
<message><source>the same study UID</source><translation>检查 UID 相同</translation></message>
<message><source>they differ in their {what}</source><translation>区别在于{what}</translation></message>
<message><source>they were acquired at different times</source><translation>采集时间不同</translation></message>
<message><source>they were acquired one after the other</source><translation>先后采集</translation></message>
<message><source>under 18 years</source><translation>未满 18 岁</translation></message>
<message><source>unknown</source><translation>未知</translation></message>
<message><source>was written by a newer version</source><translation>由更新的版本写入</translation></message>
<message><source>with a pathology grade of the study</source><translation>有对应检查的病理级别</translation></message>
<message><source>with boxes</source><translation>有框</translation></message>
<message><source>with boxes in the coverage band</source><translation>有覆盖率在范围内的框</translation></message>
<message><source>with the sequence</source><translation>有所需序列</translation></message>
<message><source>{count:,} voxels are not numbers and are shown as 0.</source><translation>{count:,} 个体素不是数值，显示为 0。</translation></message>
<message><source>{count} boxes</source><translation type="unfinished"></translation></message>
<message><source>{count} equal slices</source><translation>{count} 层完全相同</translation></message>
<message><source>{count} grades</source><translation type="unfinished"></translation></message>
<message><source>{count} images are stored twice in this folder (same SOP Instance UID); the copies were left out.</source><translation>此文件夹中有 {count} 幅图像重复存储（SOP Instance UID 相同）；重复者已略去。</translation></message>
<message><source>{count} images lie at one position and were kept apart as {count} volumes; this is number {number}: {difference}.</source><translation>同一位置有 {count} 幅图像，已分为 {count} 个体数据；此为第 {number} 个：{difference}。</translation></message>
<message><source>{count} models: {high} high, {low} low.</source><translation>{count} 个模型：{high} 高，{low} 低。</translation></message>
<message><source>{count} outlines</source><translation type="unfinished"></translation></message>
<message><source>{count} slices are missing, between {where}: positions along the stack are approximate.</source><translation>缺 {count} 层，位于第 {where} 层之间：沿层面方向的位置为近似值。</translation></message>
<message><source>{count} slices that look the same</source><translation>{count} 层外观相同</translation></message>
<message><source>{count} studies are linked to their files again.</source><translation type="unfinished"></translation></message>
<message><source>{count} studies are still missing: choose another folder.</source><translation type="unfinished"></translation></message>
<message><source>{count} {reason}</source><translation>{count} 例{reason}</translation></message>
<message><source>{edition} edition</source><translation>{edition} 版</translation></message>
<message><source>{file} cannot be written ({reason}).</source><translation>{file} 无法写入（{reason}）。</translation></message>
<message><source>{first} and {second} ({reason})</source><translation>{first} 与 {second}（{reason}）</translation></message>
<message><source>{fit}: everything up to epoch {epoch} of fold {fold} is kept.</source><translation>{fit}：第 {fold} 折第 {epoch} 轮以前的内容均已保留。</translation></message>
<message><source>{folder} cannot be made ({reason}).</source><translation>{folder} 无法建立（{reason}）。</translation></message>
<message><source>{folder} holds a project already. Open it instead.</source><translation>{folder} 中已有项目。请直接打开。</translation></message>
<message><source>{folder} is not a project: {file} is missing. Make one with import-cohort, demo or File &gt; New.</source><translation>{folder} 不是项目：缺少 {file}。请用 import-cohort、demo 或“文件 &gt; 新建”建立项目。</translation></message>
<message><source>{folder}: {count} masks; {taken} was taken.</source><translation>{folder}：有 {count} 个掩膜；采用 {taken}。</translation></message>
<message><source>{high} of {count} out-of-fold patients scored like this were high grade ({share:.0f} %, {least:.0f}-{most:.0f}).</source><translation>评分相近的 {count} 例折外患者中，{high} 例为高级别（{share:.0f} %，{least:.0f}-{most:.0f}）。</translation></message>
<message><source>{high} of {count} out-of-fold patients scored like this were high grade.</source><translation>评分相近的 {count} 例折外患者中，{high} 例为高级别。</translation></message>
<message><source>{label}: will be downloaded.</source><translation>{label}：将下载。</translation></message>
<message><source>{label}: {source}.</source><translation>{label}：{source}。</translation></message>
<message><source>{masks!r} is no file name. Name the mask file as it lies in each folder.</source><translation>{masks!r} 不是文件名。请写出掩膜文件在各文件夹中的名称。</translation></message>
<message><source>{model_id} cannot be made active ({reason}).</source><translation>{model_id} 无法设为当前模型（{reason}）。</translation></message>
<message><source>{model_id}: {weights} is missing. Import or publish the model again.</source><translation>{model_id}：缺少 {weights}。请重新导入或发布模型。</translation></message>
<message><source>{model_id}: {weights} was changed after publishing. Import or publish the model again.</source><translation>{model_id}：{weights} 在发布后被修改。请重新导入或发布模型。</translation></message>
<message><source>{named} is no longer there: was it moved? File &gt; Find moved folder.</source><translation>{named} 已不在原处：是否被移动？请用“文件 &gt; 查找已移动的文件夹”。</translation></message>
<message><source>{named}: its card is incomplete ({reason}). Import the model again.</source><translation>{named}：模型卡不完整（{reason}）。请重新导入模型。</translation></message>
<message><source>{named}: its card is missing or cannot be read. Import the model again.</source><translation>{named}：模型卡缺失或无法读取。请重新导入模型。</translation></message>
<message><source>{named}: its card was changed after publishing. Import or publish the model again.</source><translation>{named}：模型卡在发布后被修改。请重新导入或发布模型。</translation></message>
<message><source>{named}: {fault}</source><translation>{named}：{fault}</translation></message>
<message><source>{names} and {count} more</source><translation>{names} 等另 {count} 项</translation></message>
<message><source>{name} cannot be read ({reason}).</source><translation>{name} 无法读取（{reason}）。</translation></message>
<message><source>{name} cannot be read any more. Put the images back and start again.</source><translation>{name} 已无法读取。请将图像放回原处后重新开始。</translation></message>
<message><source>{name} cannot be read from its disc: {reason}.</source><translation>无法从磁盘读取 {name}：{reason}。</translation></message>
<message><source>{name} cannot be read from its disc: {why}.</source><translation type="unfinished"></translation></message>
<message><source>{name} cannot be read to its end: it is damaged or cut off.</source><translation>{name} 无法读完：文件已损坏或不完整。</translation></message>
<message><source>{name} cannot be reformatted at {step_mm:g} mm: the result would be too large.</source><translation>{name} 无法按 {step_mm:g} mm 重组：结果过大。</translation></message>
<message><source>{name} cannot be reformatted: {reason}.</source><translation>{name} 无法重组：{reason}。</translation></message>
<message><source>{name} cannot be unpacked: {why}.</source><translation type="unfinished"></translation></message>
<message><source>{name} cannot be written ({reason}).</source><translation>{name} 无法写入（{reason}）。</translation></message>
<message><source>{name} cannot be written ({reason}). Choose another folder.</source><translation>{name} 无法写入（{reason}）。请另选文件夹。</translation></message>
<message><source>{name} could not be written ({reason}). Check the project's disk and resume the run.</source><translation>{name} 未能写入（{reason}）。请检查项目所在磁盘后继续训练。</translation></message>
<message><source>{name} disappeared while it was being read.</source><translation>{name} 在读取过程中消失。</translation></message>
<message><source>{name} does not hold {label}. Import or publish the model again.</source><translation>{name} 中不是 {label}。请重新导入或发布模型。</translation></message>
<message><source>{name} fails its checksum: its SHA-256 begins {begins}, those of torchvision's files begin {known}. Fetch it again.</source><translation>{name} 校验失败：其 SHA-256 以 {begins} 开头，torchvision 文件应以 {known} 开头。请重新获取。</translation></message>
<message><source>{name} fails its checksum: its SHA-256 is {found}..., not {expected}.... Copy it again.</source><translation>{name} 校验失败：其 SHA-256 为 {found}...，应为 {expected}...。请重新复制。</translation></message>
<message><source>{name} has changed since it was opened, and the images that were in it are no longer kept: open it again.</source><translation type="unfinished"></translation></message>
<message><source>{name} has changed since the folder was opened ({rows} x {columns}, not {rows_before} x {columns_before} pixels): open the folder again.</source><translation>{name} 在打开文件夹后已改变（现为 {rows} x {columns} 像素，原为 {rows_before} x {columns_before}）：请重新打开文件夹。</translation></message>
<message><source>{name} has changed since the folder was opened and belongs to another series now: open the folder again.</source><translation>{name} 在打开文件夹后已改变，现属于另一序列：请重新打开文件夹。</translation></message>
<message><source>{name} has changed since the folder was opened: open the folder again.</source><translation>{name} 在打开文件夹后已改变：请重新打开文件夹。</translation></message>
<message><source>{name} has the wrong ending: rename it to end in {ending}.</source><translation>{name} 的扩展名有误：请改为 {ending}。</translation></message>
<message><source>{name} has {count} volumes: there is no number {number}.</source><translation>{name} 有 {count} 个体数据：没有第 {number} 个。</translation></message>
<message><source>{name} holds fewer frames than its header promises: it is damaged.</source><translation>{name} 的帧数少于文件头所述：文件已损坏。</translation></message>
<message><source>{name} holds fewer pixels than its header promises: it is damaged.</source><translation>{name} 的像素少于文件头所述：文件已损坏。</translation></message>
<message><source>{name} holds no image that can be shown: it is a {kind} file.</source><translation>{name} 中没有可显示的图像：其为 {kind} 文件。</translation></message>
<message><source>{name} holds no image: its header gives a size of {size} voxels.</source><translation>{name} 中没有图像：文件头所述大小为 {size} 体素。</translation></message>
<message><source>{name} holds no image{named} and was passed over.</source><translation>{name} 中没有图像{named}，已略过。</translation></message>
<message><source>{name} holds no pixels: it is cut off, or was saved without its image.</source><translation>{name} 中没有像素：文件不完整，或保存时未含图像。</translation></message>
<message><source>{name} holds {volumes} volumes; a mask is one. Save the one that is meant.</source><translation>{name} 含 {volumes} 个体数据；掩膜应为一个。请保存所需的一个。</translation></message>
<message><source>{name} is a NIfTI file under another name: rename it to end in .nii.</source><translation>{name} 是使用了其他扩展名的 NIfTI 文件：请将扩展名改为 .nii。</translation></message>
<message><source>{name} is a damaged DICOM file and was passed over.</source><translation>{name} 是损坏的 DICOM 文件，已略过。</translation></message>
<message><source>{name} is a damaged DICOM file.</source><translation>{name} 是损坏的 DICOM 文件。</translation></message>
<message><source>{name} is a link to a file that is not there.</source><translation>{name} 是一个链接，其指向的文件不存在。</translation></message>
<message><source>{name} is a video and was passed over.</source><translation>{name} 是视频，已略过。</translation></message>
<message><source>{name} is a workbook. Save it as CSV and name that file.</source><translation>{name} 是工作簿。请另存为 CSV 并指定该文件。</translation></message>
<message><source>{name} is a {kind} archive, which this program does not read: unpack it and open the folder.</source><translation type="unfinished"></translation></message>
<message><source>{name} is an image, not a mask: it holds more than {most} different values. Choose the file that was drawn.</source><translation>{name} 是图像而非掩膜：含有超过 {most} 个不同的数值。请选择勾画所得的文件。</translation></message>
<message><source>{name} is compressed in a way that is not known here ({way}): export it without compression.</source><translation>{name} 的压缩方式无法识别（{way}）：请以无压缩方式导出。</translation></message>
<message><source>{name} is cut off ({missing:,} bytes are missing): copy it again from its source.</source><translation>{name} 不完整（缺 {missing:,} 字节）：请从来源重新复制。</translation></message>
<message><source>{name} is cut off or its header is wrong: it promises {size} voxels and holds fewer.</source><translation>{name} 不完整或文件头有误：文件头称有 {size} 体素，实际不足。</translation></message>
<message><source>{name} is damaged in its archive and was left out.</source><translation type="unfinished"></translation></message>
<message><source>{name} is damaged or cut off: copy it again from its source.</source><translation type="unfinished"></translation></message>
<message><source>{name} is damaged or no model file. Fetch it again.</source><translation>{name} 已损坏或不是模型文件。请重新获取。</translation></message>
<message><source>{name} is damaged or no safetensors file. Fetch it again.</source><translation>{name} 已损坏或不是 safetensors 文件。请重新获取。</translation></message>
<message><source>{name} is damaged. Fetch it again.</source><translation>{name} 已损坏。请重新获取。</translation></message>
<message><source>{name} is empty.</source><translation>{name} 为空文件。</translation></message>
<message><source>{name} is empty: copy it again from its source.</source><translation>{name} 为空文件：请从来源重新复制。</translation></message>
<message><source>{name} is half of a pair (.hdr and .img): convert it to one .nii file.</source><translation>{name} 是成对文件（.hdr 和 .img）之一：请转换为单个 .nii 文件。</translation></message>
<message><source>{name} is locked with a password: unpack it with the password and open the folder.</source><translation type="unfinished"></translation></message>
<message><source>{name} is named like a DICOM file but is none.</source><translation>{name} 的名称似 DICOM 文件，但并不是。</translation></message>
<message><source>{name} is no longer kept unpacked: open its archive again.</source><translation type="unfinished"></translation></message>
<message><source>{name} is no longer where it was: open it where it is now.</source><translation type="unfinished"></translation></message>
<message><source>{name} is no model of this program. Choose a file that Export wrote.</source><translation>{name} 不是本程序的模型。请选择由“导出”生成的文件。</translation></message>
<message><source>{name} is no text. Save it as CSV (UTF-8) and name that file.</source><translation>{name} 不是文本。请另存为 CSV（UTF-8）并指定该文件。</translation></message>
<message><source>{name} is not a NIfTI file, or its header is damaged.</source><translation>{name} 不是 NIfTI 文件，或其文件头已损坏。</translation></message>
<message><source>{name} is packed in a way that this program does not read: unpack the archive and open the folder.</source><translation type="unfinished"></translation></message>
<message><source>{name} is too large for a model ({size} MiB).</source><translation>{name} 过大，不可能是模型（{size} MiB）。</translation></message>
<message><source>{name} is too large to be opened packed: unpack it to a .nii file first.</source><translation>{name} 过大，无法以压缩形式打开：请先解压为 .nii 文件。</translation></message>
<message><source>{name} is too large to be opened: {size} voxels.</source><translation>{name} 过大，无法打开：{size} 体素。</translation></message>
<message><source>{name} lists more files than an archive of images holds: it was not unpacked.</source><translation type="unfinished"></translation></message>
<message><source>{name} may not be read: ask for permission to open it.</source><translation>{name} 不允许读取：请申请打开权限。</translation></message>
<message><source>{name} names a place outside of its archive and was left out.</source><translation type="unfinished"></translation></message>
<message><source>{name} of {folder} is missing or damaged; it was not changed.</source><translation>{folder} 的 {name} 缺失或损坏；未作改动。</translation></message>
<message><source>{name} promises {promised} voxels: its header is wrong.</source><translation>{name} 称有 {promised} 体素：文件头有误。</translation></message>
<message><source>{name} unpacks to more than {most} MB: export it again.</source><translation>{name} 解压后超过 {most} MB：请重新导出。</translation></message>
<message><source>{name}, line {line}: the patient is empty. Name it or delete the row.</source><translation>{name} 第 {line} 行：患者为空。请填写或删除该行。</translation></message>
<message><source>{name}, line {line}: {patient} has another grade on line {other}. Keep one row a patient.</source><translation>{name} 第 {line} 行：{patient} 在第 {other} 行有另一级别。请每例患者只保留一行。</translation></message>
<message><source>{name}, line {line}: {written!r} is no WHO grade. Write I to IV or 1 to 4.</source><translation>{name} 第 {line} 行：{written!r} 不是 WHO 级别。请写 I 至 IV 或 1 至 4。</translation></message>
<message><source>{name}: a report is an .html or a .pdf file. Choose one of these endings.</source><translation>{name}：报告为 .html 或 .pdf 文件。请选用其中一种扩展名。</translation></message>
<message><source>{name}: {fault}</source><translation>{name}：{fault}</translation></message>
<message><source>{path} cannot be used: {reason}. Mend it or restore a backup.</source><translation>{path} 无法使用：{reason}。请修正或恢复备份。</translation></message>
<message><source>{patients} changed sides of the sealed test set since this run was split. Restore splits/holdout.json from a backup, or start a new run.</source><translation>自此次训练划分以来，{patients} 在封存测试集内外发生了变动。请从备份中恢复 splits/holdout.json，或开始新的训练。</translation></message>
<message><source>{patients} would leave its side of the hold-out; that never happens.</source><translation>{patients} 将离开其在留出集中的一侧；不允许如此。</translation></message>
<message><source>{patient} has no boxes: {reason}</source><translation>{patient} 没有框：{reason}</translation></message>
<message><source>{patient} is not in this project's store: was a backup put in its place? Open the patient's folder again.</source><translation>{patient} 不在本项目的标注库中：标注库是否被备份替换？请重新打开该患者的文件夹。</translation></message>
<message><source>{patient} was changed since its import. Undo that first: {what}.</source><translation type="unfinished"></translation></message>
<message><source>{patient}: its sequences are not on one grid. Train on one sequence, or resample them.</source><translation>{patient}：各序列不在同一网格上。请用单一序列训练，或重采样。</translation></message>
<message><source>{patient}: the box on slice {slice} is outside the image. Move it.</source><translation>{patient}：第 {slice} 层的框在图像以外。请移动。</translation></message>
<message><source>{patient}: {what}.</source><translation type="unfinished"></translation></message>
<message><source>{places} and elsewhere</source><translation>{places} 及其他处</translation></message>
<message><source>{pseudonym} is not in this project.</source><translation>{pseudonym} 不在本项目中。</translation></message>
<message><source>{reason} may mean before or after contrast</source><translation>{reason}可能指增强前或增强后</translation></message>
<message><source>{sequence!r} is no sequence; choose one of {sequences}.</source><translation>{sequence!r} 不是序列；请从 {sequences} 中选择。</translation></message>
<message><source>{sequences} not on one grid</source><translation>{sequences} 不在同一网格上</translation></message>
<message><source>{sequences} not {plane}</source><translation>{sequences} 非{plane}</translation></message>
<message><source>{sequences} of {patient} is no longer in this project. Start a new run.</source><translation>{patient} 的 {sequences} 已不在本项目中。请开始新的训练。</translation></message>
<message><source>{series} has grown from {before} to {after} slices</source><translation type="unfinished"></translation></message>
<message><source>{series} has grown from {before} to {after} slices: boxes on {old} are on {new} now</source><translation type="unfinished"></translation></message>
<message><source>{shape} voxels of {spacing} mm from ({first})</source><translation>{shape} 体素，每体素 {spacing} mm，起点（{first}）</translation></message>
<message><source>{size} in use</source><translation type="unfinished"></translation></message>
<message><source>{title} is not finished in this run: {status}.</source><translation>{title} 在此次训练中未完成：{status}。</translation></message>
<message><source>{weights} does not have the checksum that its card states. Fetch it again.</source><translation>{weights} 的校验和与模型卡所述不符。请重新获取。</translation></message>
<message><source>{what} is no longer there; put it back and go on, everything before is safe in it</source><translation>{what} 已不在原处；请放回后继续，此前的内容均已保存在其中</translation></message>
<message><source>{what} is not an annotation store.</source><translation>{what} 不是标注库。</translation></message>
<message><source>{what}: {count} ({names}).</source><translation>{what}：{count}（{names}）。</translation></message>
<message><source>{what}: {reason}.</source><translation>{what}：{reason}。</translation></message>
<message><source>{where} holds no ImageNet weights of {label}. {fetch}</source><translation>{where} 中没有 {label} 的 ImageNet 权重。{fetch}</translation></message>
<message><source>{written} is no WHO grade, so this specimen does not count: write I-IV, 1-4, NOS or NEC.</source><translation>{written} 不是 WHO 级别，此标本不计入：请写 I-IV、1-4、NOS 或 NEC。</translation></message>
<message><source>简体中文</source><translation>简体中文</translation></message>
</context>
</TS>
